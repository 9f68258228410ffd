/** What every service has in common: how it is described, what it is given, how it is steered. */
package io.marketswarm.service;
