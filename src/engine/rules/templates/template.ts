import type { Template } from './ast.ts';
import { BUILTINS } from './builtins.ts';
import { ExecutionError, executeTemplate } from './evaluator.ts';
import { createFunctions, FUNCTION_NAMES, type FunctionContext } from './functions.ts';
import { parseTemplate } from './parser.ts';
import { TemplateError, type TemplateStruct, type TemplateValue, textMap } from './value.ts';

/** The variables that every template of a rule may use; a part of the text, so that positions in errors are Prometheus'. */
const DEFINITIONS =
  '{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}' +
  '{{$externalURL := .ExternalURL}}{{$value := .Value}}';

const FUNCTIONS: ReadonlySet<string> = new Set([...BUILTINS.keys(), ...FUNCTION_NAMES, 'and', 'or']);
const DATA_TYPE =
  'struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; Value interface {} }';

/** What a template is expanded for: one element of an alerting rule's result. */
export interface TemplateData extends FunctionContext {
  readonly labels: readonly (readonly [string, string])[];
  readonly externalLabels: readonly (readonly [string, string])[];
  readonly value: number;
}

const parsed = new Map<string, Template>();
const PARSED_LIMIT = 10_000;

function parse(text: string): Template {
  let template = parsed.get(text);
  if (template === undefined) {
    template = parseTemplate(DEFINITIONS + text, FUNCTIONS);
    if (parsed.size >= PARSED_LIMIT) parsed.clear();
    parsed.set(text, template);
  }
  return template;
}

/** What is wrong with a template before it is used, in Go's words; null where nothing is. `name` is named in it. */
export function checkTemplate(text: string, name: string): string | null {
  try {
    parse(text);
    return null;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return `template: ${name}:1: ${error.message}`;
  }
}

/** Expands a template; what fails becomes the text `<error expanding template: ...>`, as in Prometheus. */
export async function expandTemplate(text: string, name: string, data: TemplateData): Promise<string> {
  if (!text.includes('{{')) return text;
  const problem = checkTemplate(text, name);
  if (problem !== null) return `<error expanding template: error parsing template ${name}: ${problem}>`;
  try {
    const functions = new Map([...BUILTINS, ...createFunctions(data)]);
    return await executeTemplate(parse(text), describeData(data), functions);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return `<error expanding template: ${describeError(error, name, text)}>`;
  }
}

function describeData(data: TemplateData): TemplateStruct {
  return {
    typeText: DATA_TYPE,
    fields: new Map<string, TemplateValue>([
      ['Labels', textMap(data.labels)],
      ['ExternalLabels', textMap(data.externalLabels)],
      ['ExternalURL', data.externalUrl],
      ['Value', data.value],
    ]),
  };
}

function describeError(error: TemplateError, name: string, text: string): string {
  if (!(error instanceof ExecutionError)) return `error executing template ${name}: ${error.message}`;
  const before = (DEFINITIONS + text).slice(0, error.position);
  const line = before.split('\n').length;
  const column = Buffer.byteLength(before.slice(before.lastIndexOf('\n') + 1));
  const place = `template: ${name}:${line}:${column}: executing "${name}" at <${error.context}>`;
  return `error executing template ${name}: ${place}: ${error.message}`;
}
