/** Trade logs: the books a trader keeps, and their life from first entry to retirement. */
package io.marketswarm.journal.logs;
