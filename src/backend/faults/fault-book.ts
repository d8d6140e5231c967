import { z } from 'zod';

const integer = (min: number, max: number) => z.int().min(min).max(max);
const headerText = z
  .string()
  .max(8192)
  .regex(/^[\t\x20-\x7e]*$/);

/**
 * Every fault that can be switched, with its parameters. Workload faults bend the simulated traffic; response
 * faults decide how a scrape is answered, before any credential is looked at; `outage` breaks every path.
 */
const faultSchemas = {
  'latency-spike': z.strictObject({ factor: z.number().min(1).max(1000).default(8) }),
  'error-burst': z.strictObject({ ratio: z.number().min(0).max(1).default(0.15) }),
  /** Happens once, when it is put. */
  'counter-reset': z.strictObject({}),
  /** Each scrape shows series with a `generation` label that was never seen before. */
  'series-churn': z.strictObject({ seriesCount: integer(1, 1_000_000).default(20) }),
  /** `reset` breaks the connection without an answer, `unavailable` answers 503. */
  outage: z.strictObject({ mode: z.enum(['reset', 'unavailable']).default('reset') }),
  /** A complete, correct answer that begins late. */
  delay: z.strictObject({ delayMs: integer(1, 3_600_000).default(30_000) }),
  /** A body that trickles and never ends. */
  drip: z.strictObject({
    chunkBytes: integer(1, 65_536).default(1),
    everyMs: integer(1, 60_000).default(200),
  }),
  /** `length` promises more bytes than it sends and breaks off; `eof` is OpenMetrics without its `# EOF`. */
  truncated: z.strictObject({ mode: z.enum(['length', 'eof']).default('length') }),
  /** Endless-looking metric text; with `gzip` a bomb of about a thousandth of its size on the wire. */
  'huge-body': z.strictObject({
    mebibytes: integer(1, 1_048_576).default(1024),
    gzip: z.boolean().default(false),
  }),
  /** Another Content-Type (none when empty), over a HTML page or over the real metrics. */
  'content-type': z.strictObject({
    contentType: headerText.default('text/html; charset=utf-8'),
    body: z.enum(['html', 'metrics']).default('html'),
  }),
  /** The metrics under a Content-Encoding that they don't have. */
  'content-encoding': z.strictObject({ contentEncoding: headerText.default('br') }),
  status: z.strictObject({ status: integer(200, 599).default(500) }),
  'invalid-utf8': z.strictObject({}),
  redirect: z.strictObject({
    location: headerText.min(1),
    status: z
      .union([z.literal(301), z.literal(302), z.literal(303), z.literal(307), z.literal(308)])
      .default(302),
  }),
  /** `headers` sends many response headers, `informational` many 103 responses before the real one. */
  'header-flood': z.strictObject({
    count: integer(1, 100_000).default(2000),
    mode: z.enum(['headers', 'informational']).default('headers'),
  }),
  /** `body` is noise under a correct Content-Type, `protocol` is noise instead of HTTP. */
  garbage: z.strictObject({
    byteCount: integer(1, 1_048_576).default(4096),
    mode: z.enum(['body', 'protocol']).default('body'),
  }),
};

/** The name of a fault. */
export type FaultName = keyof typeof faultSchemas;

/** The parameters of each fault, all defaults filled in. */
export type FaultParameters = { [Name in FaultName]: z.output<(typeof faultSchemas)[Name]> };

/** The parameters of each fault as a caller gives them. */
export type FaultInput = { [Name in FaultName]: z.input<(typeof faultSchemas)[Name]> };

/** The faults that are switched on now. */
export interface FaultBook {
  /** Switches a fault on, or changes its parameters; throws a RangeError that says what is wrong with them. */
  set<Name extends FaultName>(name: Name, parameters: FaultInput[Name]): void;
  clear(name: FaultName): void;
  get<Name extends FaultName>(name: Name): FaultParameters[Name] | undefined;
  /** All active faults by name. */
  list(): Partial<FaultParameters>;
}

/** All fault names, in the order in which they take precedence. */
export const FAULT_NAMES = Object.keys(faultSchemas) as readonly FaultName[];

/** Says whether a text names a fault. */
export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faultSchemas, name);
}

/** Creates an empty book; `onSet` hears of each fault that is switched on. */
export function createFaultBook(onSet: (name: FaultName) => void): FaultBook {
  const active: Partial<Record<FaultName, unknown>> = {};
  return {
    set: (name, parameters) => {
      const parsed = faultSchemas[name].safeParse(parameters);
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        const place = [name, ...(issue?.path ?? [])].join('.');
        throw new RangeError(`The parameters of ${place} are wrong: ${issue?.message ?? 'unreadable'}.`);
      }
      if (name !== 'counter-reset') active[name] = parsed.data;
      onSet(name);
    },
    clear: (name) => {
      delete active[name];
    },
    get: <Name extends FaultName>(name: Name) => active[name] as FaultParameters[Name] | undefined,
    list: () => ({ ...active }) as Partial<FaultParameters>,
  };
}
