/** The Truth document: built from files, validated, loaded into Redis, resolved per service. */
package io.marketswarm.truth;
