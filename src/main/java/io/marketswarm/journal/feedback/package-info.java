/**
 * What the trade selector learns from: its decisions, what they earned, and the models it tries.
 */
package io.marketswarm.journal.feedback;
