import { type CliOptions, parseCliOptions, USAGE, UsageError } from './cli-options.ts';
import { createDemoService, type DemoService } from './demo/demo-service.ts';
import type { TlsFolder } from './tls/tls-folder.ts';

async function openTls(options: CliOptions): Promise<TlsFolder | undefined> {
  if (options.tlsFolder === undefined) return undefined;
  // Loaded only when asked for: making certificates needs a library that the service does not.
  const { openTlsFolder } = await import('./tls/tls-folder.ts');
  return await openTlsFolder(options.tlsFolder, options.host);
}

function startService(options: CliOptions, tls: TlsFolder | undefined): Promise<DemoService> {
  const { tokenEnvironmentVariable, credentialsFile } = options;
  return createDemoService({
    host: options.host,
    port: options.port,
    seed: options.seed,
    scenario: options.scenario,
    requestsPerSecond: options.requestsPerSecond,
    auth: options.open ? 'none' : { tokenEnvironmentVariable, credentialsFile },
    tls: tls && { ...tls.server, clientCa: options.tlsClientCertificates ? tls.ca : undefined },
    admin: { port: options.adminPort, token: process.env[options.adminTokenEnvironmentVariable] },
    log: (line) => console.error(line),
  });
}

function describeCurl(options: CliOptions, service: DemoService, tls: TlsFolder | undefined): string {
  const credential = options.open
    ? ''
    : options.tokenEnvironmentVariable === undefined
      ? ' -u "USER:PASSWORD"'
      : ` -H "Authorization: Bearer $${options.tokenEnvironmentVariable}"`;
  const trust = tls === undefined ? '' : ` --cacert '${tls.caPath}'`;
  const client =
    tls !== undefined && options.tlsClientCertificates
      ? ` --cert '${tls.clientCertPath}' --key '${tls.clientKeyPath}'`
      : '';
  return `curl${trust}${client}${credential} ${service.metricsUrl}`;
}

function announce(options: CliOptions, service: DemoService, tls: TlsFolder | undefined): void {
  const adminVariable = options.adminTokenEnvironmentVariable;
  const adminHint = process.env[adminVariable]
    ? `curl -X PUT -H "Authorization: Bearer $${adminVariable}" ${service.adminUrl}/-/faults/error-burst`
    : `set ${adminVariable} and start again to switch faults`;
  console.log(`Metrics  ${service.metricsUrl}`);
  console.log(`         ${describeCurl(options, service, tls)}`);
  console.log(`Health   ${service.url}/healthz`);
  console.log(`Admin    ${adminHint}`);
  console.log('Stop with Ctrl+C.');
}

function describeFailure(error: unknown, options: CliOptions): string {
  const { code, message, path } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'The port is taken; choose another with --port or --admin-port.';
  if (code === 'EACCES' && path === undefined) return `Listening on port ${options.port} is not allowed.`;
  return `The service can't start: ${message}`;
}

function stopOnSignal(service: DemoService): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void service.close().then(() => console.log('Stopped.'));
    });
}

async function main(): Promise<void> {
  const options = parseCliOptions(process.argv.slice(2), process.env);
  if (options === 'help') {
    console.log(USAGE);
    return;
  }
  try {
    const tls = await openTls(options);
    const service = await startService(options, tls);
    stopOnSignal(service);
    announce(options, service, tls);
  } catch (error) {
    console.error(describeFailure(error, options));
    process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message} See --help.`);
  process.exitCode = 2;
});
