/** JMH benchmarks. */
@NullMarked
package org.stalemate.bench;

import org.jspecify.annotations.NullMarked;
