/**
 * Where models leave. Each is encoded once; the same bytes go to Redis and, as a {@link
 * io.marketswarm.bus.ModelUpdate}, to everybody on {@link
 * io.marketswarm.bus.Addresses#MARKET_MODEL}. The topic of an update is the name of the Redis key
 * or channel that carries the same bytes:
 *
 * <table>
 * <caption>Topics</caption>
 * <tr><th>Topic</th><th>Kind</th><th>When</th></tr>
 * <tr><td>{@code massive:heatmap:diff:<symbol>}</td><td>DIFF</td><td>at once; empty ones, so that
 * time is seen to pass, at most once a second</td></tr>
 * <tr><td>{@code massive:heatmap:model:<symbol>:latest}</td><td>FULL</td><td>after changes, at most
 * once a second; holds every diff up to its version</td></tr>
 * <tr><td>{@code massive:gex:model:<symbol>:calls}, {@code :puts}, {@code massive:gex:model}</td>
 * <td>FULL</td><td>5 s</td></tr>
 * <tr><td>{@code massive:exposure:model:<symbol>}</td><td>FULL</td><td>5 s</td></tr>
 * <tr><td>{@code massive:bias_lfi:model:<symbol>:latest}, of the primary symbol also {@code
 * massive:bias_lfi:model:latest}</td><td>FULL</td><td>5 s</td></tr>
 * <tr><td>{@code massive:market_mode:model:latest}, {@code massive:vix_regime:model:latest}</td>
 * <td>FULL</td><td>5 s</td></tr>
 * <tr><td>{@code massive:pin:model:<symbol>:latest}</td><td>FULL</td><td>5 s</td></tr>
 * <tr><td>{@code massive:selector:model:<symbol>:latest}</td><td>FULL</td><td>after a diff, at most
 * once a second</td></tr>
 * </table>
 *
 * The sequence of heatmap topics is the model's version, common to both; that of the others is the
 * time in milliseconds. An owner that takes over tells the last state of its topics again.
 */
package io.marketswarm.market.publish;
