/**
 * The embedded APIM.
 * @module
 */
export type { BreakerSnapshot } from "./backend/backend_states.ts";
export {
  createGateway,
  DEFAULT_SERVICE,
  type Gateway,
  type GatewayOptions,
  type GatewayState,
} from "./gateway.ts";
export {
  chooseFidelity,
  DEFAULT_FIDELITY,
  type Fidelity,
  FIDELITY_SWITCHES,
} from "./contracts/fidelity.ts";
export { LocalContentSafety } from "./adapters/local_content_safety.ts";
export { LocalEmbeddings } from "./adapters/local_embeddings.ts";
export { LocalIdentity } from "./adapters/local_identity.ts";
export { MemoryCache } from "./adapters/memory_cache.ts";
export { HttpTransport } from "./adapters/http_transport.ts";
export { TelemetryRecorder } from "./adapters/telemetry_recorder.ts";
export {
  HeaderMap,
  type IncomingRequest,
  MessageBody,
  type ResponseMessage,
} from "./contracts/message.ts";
export { MessageUrl } from "./contracts/url.ts";
export type {
  Cache,
  IdentityService,
  OutgoingRequest,
  Ports,
  TelemetryEvent,
  TelemetrySink,
  Transport,
  TransportFailure,
} from "./contracts/ports.ts";
export { DataPlane } from "./proxy/data_plane.ts";
export { writeResponse } from "./adapters/web_messages.ts";
export { PortInUseError, type RunningGateway, serveGateway, type ServeOptions } from "./server.ts";
export type { TraceEntry } from "./contracts/run.ts";
export { TraceCollector, type TraceDocument, TraceStore } from "./contracts/trace.ts";
export { compileDocument, type DocumentFormat } from "./policy/compile/compile.ts";
