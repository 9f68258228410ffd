/**
 * The integrators' bridge: programs outside the platform publish to and listen on the event bus.
 *
 * <p>Two transports speak the two established Vert.x bridge protocols, so that their existing
 * clients work, and share every rule:
 *
 * <ul>
 *   <li><b>Web</b> (port 7001): SockJS below {@code /eventbus}, and plain WebSocket at {@code
 *       /eventbus/websocket}. One text message is one frame.
 *   <li><b>TCP</b> (port 7000): a frame is preceded by its length in bytes, a signed 32-bit number
 *       in network order that does not count itself.
 * </ul>
 *
 * A frame is a JSON object in UTF-8 with a {@code type}.
 *
 * <h2>The token</h2>
 *
 * Clients bring a JWT, signed with HS256, with the claims {@code sub}, {@code roles}, {@code exp},
 * {@code iss: "marketswarm"} and {@code aud: "bridge"}. Over the web it comes with the handshake,
 * as {@code Authorization: Bearer ...} or, because browsers cannot set that, as the query parameter
 * {@code token}; without a valid one the answer is 401. Over TCP it comes in the first frame,
 * within ten seconds: either
 *
 * <pre>{@code
 * {"type":"auth","token":"..."}     answered by     {"type":"auth","ok":true,"exp":1769527800}
 * }</pre>
 *
 * or as the header {@code token} of any other frame. When the token expires the client gets the
 * error {@code token_expired} and the socket is closed; an {@code auth} frame with a newer token of
 * the same subject, sent at any time, prolongs the stay. Registrations that the newer token does
 * not allow end with {@code access_denied}.
 *
 * <h2>What a client sends</h2>
 *
 * <table>
 * <caption>Frames to the bridge</caption>
 * <tr><th>Frame</th><th>Meaning</th></tr>
 * <tr><td>{@code {"type":"ping"}}</td><td>I am still here. Answered by {@code {"type":"pong"}} over
 *     TCP, and by nothing over the web. A client that is silent for 30 s is closed.</td></tr>
 * <tr><td>{@code {"type":"publish","address":"integrator.news","headers":{},"body":...}}</td>
 *     <td>Tell everybody who listens.</td></tr>
 * <tr><td>{@code {"type":"send","address":"integrator.echo","body":...,"replyAddress":"r1"}}</td>
 *     <td>Tell one listener. With a {@code replyAddress} of the client's choice the reply, or the
 *     failure, comes as a frame to that address. Without, only a missing listener is reported.
 *     </td></tr>
 * <tr><td>{@code {"type":"register","address":"market.model","ack":true}}</td><td>Listen; a second
 *     time changes nothing. With {@code ack} it is answered by {@code
 *     {"type":"registered","address":"market.model"}} as soon as no message can be missed.
 *     </td></tr>
 * <tr><td>{@code {"type":"unregister","address":"market.model"}}</td><td>Listen no more.</td></tr>
 * </table>
 *
 * A body is any JSON value; headers are optional texts. Consumers on the bus find the subject of
 * the token in the header {@code bridge-subject}.
 *
 * <h2>What a client gets</h2>
 *
 * <pre>{@code
 * {"type":"rec","address":"market.tick","headers":{},"body":{...},"send":false}
 * }</pre>
 *
 * is a message; over TCP its type is {@code message}. With a {@code replyAddress} it waits for an
 * answer: a {@code send} to that address, which needs no permission and works once. The platform's
 * own messages have these bodies:
 *
 * <table>
 * <caption>Bodies of the platform</caption>
 * <tr><th>Address</th><th>Body</th></tr>
 * <tr><td>{@code market.model}</td><td>{@code
 *     {"topic":"massive:gex:model:I:SPX:calls","seq":42,"ts":1769527800000,"full":true,"data":{...}}}
 *     </td></tr>
 * <tr><td>{@code market.tick}</td><td>{@code
 *     {"symbol":"I:SPX","value":6903.12,"ts":1769527800000}}</td></tr>
 * </table>
 *
 * <h2>What goes wrong</h2>
 *
 * <pre>{@code
 * {"type":"err","message":"access_denied","body":"access_denied","address":"market.model",
 *  "failureType":"RECIPIENT_FAILURE","failureCode":403,"detail":"the token lacks a role: market"}
 * }</pre>
 *
 * {@code message} (for TCP clients) and {@code body} (for SockJS clients) are the code to compare,
 * {@code detail} is for people. {@code address} is the reply address of a refused request, else the
 * address the frame was about, if any. A request without reply gets what the bus says: {@code
 * failureType} is {@code NO_HANDLERS}, {@code TIMEOUT} or {@code RECIPIENT_FAILURE}, {@code
 * sourceAddress} is where it was sent.
 *
 * <table>
 * <caption>Codes</caption>
 * <tr><th>Code</th><th>The socket</th></tr>
 * <tr><td>{@code invalid_json}, {@code missing_type}, {@code invalid_type}, {@code
 *     missing_address}, {@code invalid_address}, {@code invalid_reply_address}, {@code
 *     invalid_headers}, {@code unknown_address}, {@code access_denied}, {@code
 *     max_handlers_reached}, {@code too_many_requests}, {@code internal_error}</td>
 *     <td>goes on; the frame had no effect</td></tr>
 * <tr><td>{@code rate_limited}</td><td>goes on; is closed when the client does not slow down
 *     </td></tr>
 * <tr><td>{@code messages_dropped}</td><td>goes on; the client read too slowly and the oldest
 *     {@code dropped} messages made room for newer ones</td></tr>
 * <tr><td>{@code invalid_length}, {@code frame_too_large}, {@code not_authenticated}, {@code
 *     invalid_token} (of a first frame), {@code token_expired}, {@code idle}, {@code
 *     too_many_connections}, {@code going_away}</td><td>is closed</td></tr>
 * </table>
 *
 * A WebSocket is closed with the code as its reason, and 1001 (idle, going away), 1002, 1008, 1009
 * (too large), 1011 or 1013 as its status. A web frame of more than four times the limit closes the
 * socket without an error frame.
 */
package io.marketswarm.bus.bridge;
