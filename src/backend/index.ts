export { createDemoService, type DemoService, type DemoServiceOptions } from './demo/demo-service.ts';
export type { TlsOptions } from './demo/listener.ts';
export {
  createMetricsEndpoint,
  type MetricsAuth,
  type MetricsEndpointOptions,
  type MetricsHandler,
} from './endpoint/metrics-endpoint.ts';
export type { FaultInput, FaultName } from './faults/fault-book.ts';
export {
  createSelfSignedServer,
  createTestCa,
  type IssuedCertificate,
  type ServerCertificateOptions,
  type TestCa,
} from './tls/test-ca.ts';
