/** Stands for the library's package, which decoders know by its name. */
@org.jspecify.annotations.NullMarked
package org.apache.commons.collections.functors;
