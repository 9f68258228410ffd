/** What each tier may do, as the operator set it. */
package io.marketswarm.web.gates;
