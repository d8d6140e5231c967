import { parseArgs } from 'node:util';

/** The command line of the demo service, checked but with no file read yet. */
export interface CliOptions {
  host: string;
  port: number;
  seed: number;
  scenario: 'demo' | 'none';
  requestsPerSecond: number;
  tokenEnvironmentVariable: string | undefined;
  credentialsFile: string | undefined;
  open: boolean;
  adminPort: number;
  adminTokenEnvironmentVariable: string;
  tlsFolder: string | undefined;
  tlsClientCertificates: boolean;
}

/** A command line that can't be followed; the message is one sentence for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The help text. */
export const USAGE = `Usage: npm run backend -- [options]

A small shop service with simulated traffic and authenticated metrics.

  --port N                 port of /metrics and /healthz (default 9464; 0 picks a free one)
  --host ADDRESS           address to listen on (default 127.0.0.1)
  --token-env NAME         environment variable with the bearer tokens (default SEXTANT_DEMO_TOKEN)
  --credentials-file PATH  file with bearer and basic credentials, read again when it changes
  --no-auth                let everyone read the metrics; on loopback only
  --scenario demo|none     demo brings a burst of errors every two minutes (default demo)
  --seed N                 seed of the simulated traffic (default 1)
  --rate N                 mean simulated requests per second (default 100)
  --admin-port N           port of the admin routes, on 127.0.0.1 (default: a free one)
  --admin-token-env NAME   environment variable with the admin token (default SEXTANT_ADMIN_TOKEN);
                           while it is unset nobody knows the token, so the admin routes are out of reach
  --tls-dir FOLDER         serve HTTPS with a certificate of a self-made authority, kept in that folder
  --tls-client-certs       with --tls-dir: let in only clients that have the folder's client certificate
  --help                   show this text
`;

const FLAGS = {
  port: { type: 'string' },
  host: { type: 'string' },
  'token-env': { type: 'string' },
  'credentials-file': { type: 'string' },
  'no-auth': { type: 'boolean' },
  scenario: { type: 'string' },
  seed: { type: 'string' },
  rate: { type: 'string' },
  'admin-port': { type: 'string' },
  'admin-token-env': { type: 'string' },
  'tls-dir': { type: 'string' },
  'tls-client-certs': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '::1']);

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    // Node's first sentence says what is wrong; the rest explains its own quoting rules.
    throw new UsageError(`${(error as Error).message.split(/\. |\n/)[0]?.replace(/\.$/, '')}.`);
  }
}

function parseInteger(
  flag: string,
  text: string | undefined,
  fallback: number,
  [min, max]: [number, number],
): number {
  const value = text === undefined ? fallback : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`--${flag} wants a whole number from ${min} to ${max}, not "${text}".`);
}

function parseScenario(text = 'demo'): 'demo' | 'none' {
  if (text === 'demo' || text === 'none') return text;
  throw new UsageError(`--scenario wants "demo" or "none", not "${text}".`);
}

/** Reads the arguments; `help` when they ask for it. Throws a UsageError when they make no sense. */
export function parseCliOptions(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): CliOptions | 'help' {
  const flags = parseFlags(args);
  if (flags.help) return 'help';
  const tokenVariable = flags['token-env'] ?? 'SEXTANT_DEMO_TOKEN';
  const hasToken = (environment[tokenVariable] ?? '').trim() !== '';
  const open = flags['no-auth'] ?? false;
  const host = flags.host ?? '127.0.0.1';
  if (open && !LOOPBACK_HOSTS.has(host))
    throw new UsageError('--no-auth works on loopback only; leave --host out or give credentials.');
  if (open && (flags['token-env'] !== undefined || flags['credentials-file'] !== undefined))
    throw new UsageError('--no-auth contradicts --token-env and --credentials-file; choose one.');
  if (!open && !hasToken && (flags['token-env'] !== undefined || flags['credentials-file'] === undefined))
    throw new UsageError(
      `The environment variable ${tokenVariable} is not set; put a token in it, or pass --credentials-file or --no-auth.`,
    );
  if (flags['tls-client-certs'] && flags['tls-dir'] === undefined)
    throw new UsageError('--tls-client-certs needs --tls-dir.');
  return {
    host,
    open,
    port: parseInteger('port', flags.port, 9464, [0, 65_535]),
    seed: parseInteger('seed', flags.seed, 1, [0, 2 ** 32 - 1]),
    scenario: parseScenario(flags.scenario),
    requestsPerSecond: parseInteger('rate', flags.rate, 100, [1, 10_000]),
    tokenEnvironmentVariable: hasToken && !open ? tokenVariable : undefined,
    credentialsFile: flags['credentials-file'],
    adminPort: parseInteger('admin-port', flags['admin-port'], 0, [0, 65_535]),
    adminTokenEnvironmentVariable: flags['admin-token-env'] ?? 'SEXTANT_ADMIN_TOKEN',
    tlsFolder: flags['tls-dir'],
    tlsClientCertificates: flags['tls-client-certs'] ?? false,
  };
}
