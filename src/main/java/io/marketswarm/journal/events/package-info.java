/** What users are told: written with the change itself, published after it. */
package io.marketswarm.journal.events;
