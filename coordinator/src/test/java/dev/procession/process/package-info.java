@org.jspecify.annotations.NullMarked
package dev.procession.process;
