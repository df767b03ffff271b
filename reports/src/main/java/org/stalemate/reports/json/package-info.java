/** Results as JSON, written and read back; the schema is the resource campaign-result.schema.json beside. */
@NullMarked
package org.stalemate.reports.json;

import org.jspecify.annotations.NullMarked;
