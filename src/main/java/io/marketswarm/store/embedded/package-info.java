/** The real MariaDB and Redis servers behind a default run: unpacked, started, guarded, stopped. */
package io.marketswarm.store.embedded;
