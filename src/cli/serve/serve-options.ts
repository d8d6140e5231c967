import { isLoopback } from '../../engine/http-api/guard.ts';
import { onlyPositionals, readArguments, readVariable, UsageError } from '../command-line.ts';

const DEFAULT_LISTEN = '127.0.0.1:9990';

/** What `sextant serve` was asked for. */
export interface ServeOptions {
  /** Folder of the history; null keeps it in memory. */
  readonly dataDirectory: string | null;
  readonly environmentPath: string | null;
  readonly targetsPath: string | null;
  readonly importPath: string | null;
  readonly secrets: readonly string[];
  /** Null where nothing is to be answered. */
  readonly listen: { readonly host: string; readonly port: number } | null;
  readonly token: string | null;
  readonly verbose: boolean;
}

/** Reads the arguments and the two variables TARGETS_FILE and DATA_DIR. Throws UsageError. */
export function readServeOptions(args: readonly string[], variables: NodeJS.ProcessEnv): ServeOptions {
  const { values, positionals } = readArguments(args, {
    data: { type: 'string' },
    environment: { type: 'string' },
    import: { type: 'string' },
    listen: { type: 'string' },
    'token-env': { type: 'string' },
    secret: { type: 'string', multiple: true },
    verbose: { type: 'boolean' },
  });
  onlyPositionals(positionals, 0);
  const targetsPath = values.environment === undefined ? (variables.TARGETS_FILE ?? null) : null;
  const dataDirectory = values.data ?? (targetsPath === null ? null : (variables.DATA_DIR ?? null));
  const importPath = values.import ?? null;
  const environmentPath = values.environment ?? null;
  if (dataDirectory === null && environmentPath === null && targetsPath === null && importPath === null) {
    throw new UsageError('There is nothing to serve: give --data, --environment or --import.');
  }
  const token = values['token-env'] === undefined ? null : readVariable(values['token-env']);
  const wantsApi = targetsPath === null || values.listen !== undefined;
  const listen = wantsApi ? parseListen(values.listen ?? DEFAULT_LISTEN) : null;
  if (listen !== null && token === null && !isLoopback(listen.host)) {
    throw new UsageError('Others than this computer are answered only with a token: add --token-env.');
  }
  return {
    dataDirectory,
    environmentPath,
    targetsPath,
    importPath,
    secrets: values.secret ?? [],
    listen,
    token,
    verbose: values.verbose ?? false,
  };
}

function parseListen(text: string): { host: string; port: number } {
  const [, host, port] = /^(.*):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || port === undefined || host === '' || Number(port) > 65_535) {
    throw new UsageError(`--listen is written like 127.0.0.1:9990, not "${text}".`);
  }
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}
