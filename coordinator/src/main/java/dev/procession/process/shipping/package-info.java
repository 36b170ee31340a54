/** Data sent to workers besides items: class files, resources, class loaders and broadcasts. */
@org.jspecify.annotations.NullMarked
package dev.procession.process.shipping;
