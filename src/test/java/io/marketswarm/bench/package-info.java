/** Measurements that a person starts and reads; no test depends on them. */
package io.marketswarm.bench;
