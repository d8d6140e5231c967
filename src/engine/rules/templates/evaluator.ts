import type { Command, Operand, Pipeline, Template, TemplateNode } from './ast.ts';
import type { TemplateFunction } from './builtins.ts';
import {
  formatValue,
  isList,
  isMap,
  isStruct,
  isTrue,
  sortedKeys,
  TemplateError,
  type TemplateValue,
  typeName,
} from './value.ts';

/** Templates that call templates deeper than this are stopped. */
const MAX_CALLS = 100;
/** More text than this from one template is a mistake in it. */
const MAX_OUTPUT = 1_000_000;

interface Variable {
  readonly name: string;
  value: TemplateValue;
}

type Flow = 'next' | 'break' | 'continue';

/** An error with the place it happened at, as Go words it. */
export class ExecutionError extends TemplateError {
  readonly position: number;
  readonly context: string;

  constructor(message: string, position: number, context: string) {
    super(message);
    this.position = position;
    this.context = context;
  }
}

/** Expands a parsed template for `data`. Throws ExecutionError. */
export async function executeTemplate(
  template: Template,
  data: TemplateValue,
  functions: ReadonlyMap<string, TemplateFunction>,
): Promise<string> {
  const execution = new Execution(template, functions);
  await execution.run(template.nodes, data);
  return execution.output;
}

class Execution {
  readonly #template: Template;
  readonly #functions: ReadonlyMap<string, TemplateFunction>;
  #variables: Variable[] = [];
  #calls = 0;
  output = '';

  constructor(template: Template, functions: ReadonlyMap<string, TemplateFunction>) {
    this.#template = template;
    this.#functions = functions;
  }

  async run(nodes: readonly TemplateNode[], data: TemplateValue): Promise<void> {
    const outer = this.#variables;
    this.#variables = [{ name: '$', value: data }];
    await this.#nodes(nodes, data);
    this.#variables = outer;
  }

  #write(text: string): void {
    this.output += text;
    if (this.output.length > MAX_OUTPUT) {
      throw new TemplateError(`template makes more than ${MAX_OUTPUT} characters`);
    }
  }

  async #nodes(nodes: readonly TemplateNode[], dot: TemplateValue): Promise<Flow> {
    for (const node of nodes) {
      const flow = await this.#node(node, dot);
      if (flow !== 'next') return flow;
    }
    return 'next';
  }

  async #node(node: TemplateNode, dot: TemplateValue): Promise<Flow> {
    switch (node.kind) {
      case 'text':
        this.#write(node.text);
        return 'next';
      case 'action': {
        const value = await this.#pipeline(node.pipeline, dot);
        if (node.pipeline.variables.length === 0) this.#write(formatOutput(value));
        return 'next';
      }
      case 'if':
      case 'with':
        return this.#conditional(node, dot);
      case 'range':
        return this.#range(node, dot);
      case 'template':
        await this.#call(node, dot);
        return 'next';
      case 'break':
      case 'continue':
        return node.kind;
    }
  }

  async #conditional(
    node: Extract<TemplateNode, { kind: 'if' | 'with' | 'range' }>,
    dot: TemplateValue,
  ): Promise<Flow> {
    const scope = this.#variables.length;
    const value = await this.#pipeline(node.pipeline, dot);
    const truth = isTrue(value);
    const inner = truth && node.kind === 'with' ? value : dot;
    const flow = await this.#nodes(truth ? node.body : node.otherwise, inner);
    this.#variables.length = scope;
    return flow;
  }

  async #range(
    node: Extract<TemplateNode, { kind: 'if' | 'with' | 'range' }>,
    dot: TemplateValue,
  ): Promise<Flow> {
    const scope = this.#variables.length;
    const value = await this.#pipeline({ ...node.pipeline, variables: [] }, dot);
    const elements = elementsOf(value);
    if (elements === null) {
      const first = node.pipeline.commands[0] as Command;
      throw new ExecutionError(`range can't iterate over ${formatValue(value)}`, first.position, first.text);
    }
    for (const [key, element] of elements) {
      const { variables, assigns } = node.pipeline;
      const values = variables.length > 1 ? [key, element] : [element];
      variables.forEach((name, i) => {
        this.#bind(name, values[i] as TemplateValue, assigns);
      });
      const flow = await this.#nodes(node.body, element);
      this.#variables.length = scope;
      if (flow === 'break') break;
    }
    return elements.length > 0 ? 'next' : this.#nodes(node.otherwise, dot);
  }

  async #call(node: Extract<TemplateNode, { kind: 'template' }>, dot: TemplateValue): Promise<void> {
    const nodes = this.#template.defined.get(node.name);
    const context = `{{template ${JSON.stringify(node.name)}}}`;
    if (nodes === undefined) {
      throw new ExecutionError(`template ${JSON.stringify(node.name)} not defined`, node.position, context);
    }
    if (++this.#calls > MAX_CALLS) {
      throw new ExecutionError('exceeded maximum template depth', node.position, context);
    }
    const data = node.pipeline === null ? null : await this.#pipeline(node.pipeline, dot);
    await this.run(nodes, data);
    this.#calls--;
  }

  #bind(name: string, value: TemplateValue, assigns: boolean): void {
    const known = assigns ? this.#variables.findLast((variable) => variable.name === name) : undefined;
    if (known !== undefined) known.value = value;
    else if (assigns) throw new TemplateError(`undefined variable: ${name}`);
    else this.#variables.push({ name, value });
  }

  async #pipeline(pipeline: Pipeline, dot: TemplateValue): Promise<TemplateValue> {
    let value: TemplateValue | undefined;
    for (const command of pipeline.commands) value = await this.#command(command, dot, value);
    const result = value ?? null;
    for (const name of pipeline.variables) this.#bind(name, result, pipeline.assigns);
    return result;
  }

  async #command(
    command: Command,
    dot: TemplateValue,
    last: TemplateValue | undefined,
  ): Promise<TemplateValue> {
    const [head, ...rest] = command.operands as [Operand, ...Operand[]];
    if (head.base.kind === 'function' && head.fields.length === 0) {
      return this.#callFunction(head.base.name, rest, command, dot, last);
    }
    if (rest.length > 0 || last !== undefined) {
      const message =
        head.fields.length > 0
          ? `${head.fields.at(-1)} has arguments but cannot be invoked as function`
          : `can't give argument to non-function ${head.text}`;
      throw new ExecutionError(message, head.position, head.text);
    }
    if (head.base.kind === 'nil') throw new ExecutionError('nil is not a command', head.position, 'nil');
    return this.#operand(head, dot);
  }

  async #callFunction(
    name: string,
    operands: readonly Operand[],
    command: Command,
    dot: TemplateValue,
    last: TemplateValue | undefined,
  ): Promise<TemplateValue> {
    if (name === 'and' || name === 'or') return this.#andOr(name, operands, command, dot, last);
    const args: TemplateValue[] = [];
    for (const operand of operands) args.push(await this.#operand(operand, dot));
    if (last !== undefined) args.push(last);
    const run = this.#functions.get(name);
    if (run === undefined) {
      throw new ExecutionError(`function "${name}" is not supported`, command.position, command.text);
    }
    try {
      return await run(args);
    } catch (error) {
      if (!(error instanceof TemplateError) || error instanceof ExecutionError) throw error;
      const isMisuse = error.message.startsWith('wrong ');
      const message = isMisuse ? error.message : `error calling ${name}: ${error.message}`;
      throw new ExecutionError(message, command.position, command.text);
    }
  }

  async #andOr(
    name: 'and' | 'or',
    operands: readonly Operand[],
    command: Command,
    dot: TemplateValue,
    last: TemplateValue | undefined,
  ): Promise<TemplateValue> {
    if (operands.length === 0 && last === undefined) {
      const message = `wrong number of args for ${name}: want at least 1 got 0`;
      throw new ExecutionError(message, command.position, command.text);
    }
    let value: TemplateValue = null;
    for (const operand of operands) {
      value = await this.#operand(operand, dot);
      if (isTrue(value) === (name === 'or')) return value;
    }
    return last ?? value;
  }

  #valueOf(name: string, position: number, text: string): TemplateValue {
    const variable = this.#variables.findLast((known) => known.name === name);
    if (variable === undefined) throw new ExecutionError(`undefined variable: ${name}`, position, text);
    return variable.value;
  }

  async #operand(operand: Operand, dot: TemplateValue): Promise<TemplateValue> {
    let value = await this.#base(operand, dot);
    for (const field of operand.fields) value = followField(value, field, operand);
    return value;
  }

  async #base({ base, position, text }: Operand, dot: TemplateValue): Promise<TemplateValue> {
    switch (base.kind) {
      case 'literal':
        return base.value;
      case 'unsupported':
        throw new ExecutionError(`${base.what} is not supported`, position, text);
      case 'nil':
        return null;
      case 'dot':
        return dot;
      case 'variable':
        return this.#valueOf(base.name, position, text);
      case 'function':
        return this.#callFunction(base.name, [], { operands: [], position, text }, dot, undefined);
      case 'pipeline':
        return this.#pipeline(base.pipeline, dot);
    }
  }
}

/** In the output nil reads as Go's text for a missing value. */
function formatOutput(value: TemplateValue): string {
  return value === null ? '<no value>' : formatValue(value);
}

function elementsOf(value: TemplateValue): readonly (readonly [TemplateValue, TemplateValue])[] | null {
  if (value === null) return [];
  if (isList(value)) return value.map((element, i) => [BigInt(i), element]);
  if (isMap(value)) return sortedKeys(value).map((key) => [key, value.entries.get(key) ?? null]);
  return null;
}

function followField(value: TemplateValue, field: string, operand: Operand): TemplateValue {
  if (isMap(value)) return value.entries.get(field) ?? value.zero;
  const found = isStruct(value) ? value.fields.get(field) : undefined;
  if (found !== undefined) return found;
  const message =
    value === null
      ? `nil data; no entry for key "${field}"`
      : `can't evaluate field ${field} in type ${typeName(value)}`;
  throw new ExecutionError(message, operand.position, operand.text);
}
