/** One JVM: reads conf/, starts Vert.x (clustered or not), deploys, scales and stops services. */
package io.marketswarm.node;
