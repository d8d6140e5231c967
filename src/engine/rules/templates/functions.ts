import { isIP } from 'node:net';
import { RE2JS, RE2JSException } from 're2js';
import { parseDurationMs } from '../../../shared/domain/duration.ts';
import { AppError } from '../../../shared/errors.ts';
import { escapeQuery, type TemplateFunction, wrongCount } from './builtins.ts';
import {
  humanize,
  humanize1024,
  humanizeDuration,
  humanizePercentage,
  humanizeTimestamp,
  toFloat,
  toTimeMs,
} from './humanize.ts';
import {
  isList,
  isMap,
  isStruct,
  TemplateError,
  type TemplateStruct,
  type TemplateValue,
  textMap,
  typeName,
} from './value.ts';

/** One element of a query's result. */
export interface TemplateSample {
  readonly labels: readonly (readonly [string, string])[];
  readonly value: number;
}

/** What the functions know of the rule that is being evaluated. */
export interface FunctionContext {
  /** The evaluation's time, ms UTC. */
  readonly atMs: number;
  /** Address of the console as links in annotations name it; '' for none. */
  readonly externalUrl: string;
  /** Runs PromQL at the evaluation's time; rejects with an AppError. */
  query(expr: string): Promise<readonly TemplateSample[]>;
}

type Parameter = 'text' | 'any' | 'sample' | 'samples';

/** Names and parameters of Prometheus' template functions, in the order of its documentation. */
const PARAMETERS = {
  query: ['text'],
  first: ['samples'],
  label: ['text', 'sample'],
  value: ['sample'],
  strvalue: ['sample'],
  sortByLabel: ['text', 'samples'],
  humanize: ['any'],
  humanize1024: ['any'],
  humanizeDuration: ['any'],
  humanizePercentage: ['any'],
  humanizeTimestamp: ['any'],
  toTime: ['any'],
  toDuration: ['any'],
  now: [],
  title: ['text'],
  toUpper: ['text'],
  toLower: ['text'],
  stripPort: ['text'],
  stripDomain: ['text'],
  match: ['text', 'text'],
  reReplaceAll: ['text', 'text', 'text'],
  graphLink: ['text'],
  tableLink: ['text'],
  parseDuration: ['text'],
  urlQueryEscape: ['text'],
  safeHtml: ['text'],
  externalURL: [],
  pathPrefix: [],
} as const satisfies Readonly<Record<string, readonly Parameter[]>>;

type FunctionName = keyof typeof PARAMETERS;

/** The functions that Prometheus adds to the template language (template.NewTemplateExpander). */
export function createFunctions(context: FunctionContext): ReadonlyMap<string, TemplateFunction> {
  const text = (run: (...texts: string[]) => TemplateValue): TemplateFunction => {
    return (args) => run(...(args as readonly string[]));
  };
  const float = (run: (value: number) => TemplateValue): TemplateFunction => {
    return (args) => run(toFloat(args[0] as TemplateValue));
  };
  const sample = (run: (sample: TemplateStruct) => TemplateValue): TemplateFunction => {
    return (args) => run(args.at(-1) as TemplateStruct);
  };
  const functions: Record<FunctionName, TemplateFunction> = {
    query: (args) => runQuery(context, args[0] as string),
    first: (args) => first(args[0] as readonly TemplateValue[]),
    label: (args) => labelOf(args[1] as TemplateStruct, args[0] as string),
    value: sample((struct) => struct.fields.get('Value') ?? null),
    strvalue: sample((struct) => labelOf(struct, '__value__')),
    sortByLabel: (args) => sortByLabel(args[0] as string, args[1] as readonly TemplateStruct[]),
    humanize: float(humanize),
    humanize1024: float(humanize1024),
    humanizeDuration: float(humanizeDuration),
    humanizePercentage: float(humanizePercentage),
    humanizeTimestamp: float(humanizeTimestamp),
    toTime: float((seconds) => ({ timeMs: toTimeMs(seconds) })),
    toDuration: float((seconds) => ({ durationSeconds: seconds })),
    now: () => context.atMs / 1_000,
    title: text((value = '') => value.replace(/(?<![\p{L}\p{N}_'])\p{L}/gu, (c) => c.toUpperCase())),
    toUpper: text((value = '') => value.toUpperCase()),
    toLower: text((value = '') => value.toLowerCase()),
    stripPort: text((value = '') => splitHostPort(value)?.host ?? value),
    stripDomain: text((value = '') => stripDomain(value)),
    match: text((pattern = '', value = '') => compile(pattern).test(value)),
    reReplaceAll: text((pattern = '', replacement = '', value = '') => {
      return replaceAll(compile(pattern), replacement, value);
    }),
    graphLink: text((expr = '') => `/graph?g0.expr=${escapeQuery(expr)}&g0.tab=0`),
    tableLink: text((expr = '') => `/graph?g0.expr=${escapeQuery(expr)}&g0.tab=1`),
    parseDuration: text((value = '') => parseDuration(value)),
    urlQueryEscape: text((value = '') => escapeQuery(value)),
    safeHtml: text((value = '') => value),
    externalURL: () => context.externalUrl,
    pathPrefix: () => pathOf(context.externalUrl),
  };
  const checked = new Map<string, TemplateFunction>();
  for (const name of Object.keys(functions) as FunctionName[]) {
    checked.set(name, (args) => {
      checkArguments(name, PARAMETERS[name], args);
      return functions[name](args);
    });
  }
  return checked.set('args', (args) => ({
    entries: new Map(args.map((arg, i) => [`arg${i}`, arg])),
    zero: null,
  }));
}

/** Names of all functions of Prometheus' templates that are not Go's own. */
export const FUNCTION_NAMES: readonly string[] = [...Object.keys(PARAMETERS), 'args'];

function checkArguments(
  name: string,
  parameters: readonly Parameter[],
  args: readonly TemplateValue[],
): void {
  if (args.length !== parameters.length) throw wrongCount(name, parameters.length, args.length);
  parameters.forEach((parameter, i) => {
    const value = args[i] as TemplateValue;
    const wanted = mismatch(parameter, value);
    if (wanted !== null) {
      throw new TemplateError(`wrong type for value; expected ${wanted}; got ${typeName(value)}`);
    }
  });
}

function mismatch(parameter: Parameter, value: TemplateValue): string | null {
  switch (parameter) {
    case 'any':
      return null;
    case 'text':
      return typeof value === 'string' ? null : 'string';
    case 'sample':
      return isStruct(value) && value.fields.has('Value') ? null : '*template.sample';
    case 'samples':
      return isList(value) ? null : 'template.queryResult';
  }
}

async function runQuery(context: FunctionContext, expr: string): Promise<TemplateValue> {
  try {
    const samples = await context.query(expr);
    return samples.map(({ labels, value }) => ({
      typeText: '*template.sample',
      fields: new Map<string, TemplateValue>([
        ['Labels', textMap(labels)],
        ['Value', value],
      ]),
    }));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new TemplateError(error.message);
  }
}

function first(samples: readonly TemplateValue[]): TemplateValue {
  if (samples[0] === undefined) throw new TemplateError('first() called on vector with no elements');
  return samples[0];
}

function labelOf(sample: TemplateStruct, name: string): string {
  const labels = sample.fields.get('Labels') ?? null;
  return isMap(labels) ? String(labels.entries.get(name) ?? '') : '';
}

function sortByLabel(name: string, samples: readonly TemplateStruct[]): readonly TemplateValue[] {
  return samples.slice().sort((a, b) => {
    const [left, right] = [labelOf(a, name), labelOf(b, name)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    throw new TemplateError(`error parsing regexp: ${error.message}`);
  }
}

/** Go's regexp.ReplaceAllString: `$name` takes as many letters, digits and underscores as follow. */
function replaceAll(regex: RE2JS, replacement: string, text: string): string {
  const matcher = regex.matcher(text);
  const group = (name: string): string => {
    const isNumber = /^\d+$/.test(name);
    if (isNumber && Number(name) > matcher.groupCount()) return '';
    if (!isNumber && regex.namedGroups()[name] === undefined) return '';
    return matcher.group(isNumber ? Number(name) : name) ?? '';
  };
  let result = '';
  let end = 0;
  while (matcher.find()) {
    result += text.slice(end, matcher.start());
    result += replacement.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, bare, braced) => {
      return whole === '$$' ? '$' : group(bare ?? braced);
    });
    end = matcher.end();
  }
  return result + text.slice(end);
}

function splitHostPort(text: string): { readonly host: string; readonly port: string } | null {
  const match = /^(?:\[([^[\]]*)\]|([^[\]:]*)):([^[\]:]*)$/.exec(text);
  return match === null ? null : { host: match[1] ?? match[2] ?? '', port: match[3] ?? '' };
}

function stripDomain(text: string): string {
  const split = splitHostPort(text);
  const host = split?.host ?? text;
  if (isIP(host) !== 0) return text;
  const name = host.split('.')[0] ?? '';
  return split === null || split.port === '' ? name : `${name}:${split.port}`;
}

function parseDuration(text: string): number {
  try {
    return parseDurationMs(text) / 1_000;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new TemplateError(`not a valid duration string: ${JSON.stringify(text)}`);
  }
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname.replace(/\/$/, '') : '';
}
