import type { Command, Operand, OperandBase, Pipeline, Template, TemplateNode } from './ast.ts';
import { type Token, type TokenKind, tokenize } from './lexer.ts';
import { parseNumber, unquote, unquoteCharacter } from './literals.ts';
import { TemplateError } from './value.ts';

/** Nested blocks and parentheses deeper than this are refused, so that no text can exhaust the stack. */
const MAX_DEPTH = 200;

/** Parses a template in Go's text/template language. Throws TemplateError in Go's words, without a position. */
export function parseTemplate(source: string, functions: ReadonlySet<string>): Template {
  return new Parser(source, functions).parse();
}

/** Where a list of nodes stopped: at its `end`, or an `else` that goes on with another condition or none. */
type Stop = 'end' | 'else' | 'else if' | 'else with' | 'eof';

class Parser {
  readonly #source: string;
  readonly #functions: ReadonlySet<string>;
  readonly #tokens: readonly Token[];
  readonly #defined = new Map<string, readonly TemplateNode[]>();
  #next = 0;
  #variables: string[] = ['$'];
  #rangeDepth = 0;
  #depth = 0;

  constructor(source: string, functions: ReadonlySet<string>) {
    this.#source = source;
    this.#functions = functions;
    this.#tokens = tokenize(source);
  }

  parse(): Template {
    const { nodes, stop } = this.#nodes();
    if (stop !== 'eof') throw new TemplateError(`unexpected {{${stop}}}`);
    return { nodes, defined: this.#defined };
  }

  #peek(): Token {
    return this.#tokens[this.#next] as Token;
  }

  #take(): Token {
    return this.#tokens[this.#next++] as Token;
  }

  #skipSpace(): Token {
    while (this.#peek().kind === 'space') this.#next++;
    return this.#peek();
  }

  #expect(kind: TokenKind, context: string): Token {
    const token = this.#skipSpace();
    if (token.kind !== kind) throw unexpected(token, context);
    return this.#take();
  }

  #nodes(): { nodes: TemplateNode[]; stop: Stop } {
    if (++this.#depth > MAX_DEPTH) throw new TemplateError('template is nested too deeply');
    const nodes: TemplateNode[] = [];
    try {
      for (;;) {
        const token = this.#take();
        if (token.kind === 'end') return { nodes, stop: 'eof' };
        if (token.kind === 'text') {
          nodes.push({ kind: 'text', text: token.text });
          continue;
        }
        const keyword = this.#skipSpace();
        if (keyword.kind !== 'keyword') {
          nodes.push({ kind: 'action', pipeline: this.#pipeline('command', 'close') });
          continue;
        }
        this.#take();
        const stop = this.#stop(keyword.text);
        if (stop !== null) return { nodes, stop };
        const node = this.#control(keyword);
        if (node !== null) nodes.push(node);
      }
    } finally {
      this.#depth--;
    }
  }

  #stop(keyword: string): Stop | null {
    if (keyword === 'end') {
      this.#expect('close', 'end');
      return 'end';
    }
    if (keyword !== 'else') return null;
    const next = this.#skipSpace();
    if (next.kind === 'keyword' && (next.text === 'if' || next.text === 'with')) {
      this.#take();
      return next.text === 'if' ? 'else if' : 'else with';
    }
    this.#expect('close', 'else');
    return 'else';
  }

  #control(keyword: Token): TemplateNode | null {
    switch (keyword.text) {
      case 'if':
      case 'with':
      case 'range':
        return this.#block(keyword.text);
      case 'break':
      case 'continue':
        if (this.#rangeDepth === 0) throw new TemplateError(`{{${keyword.text}}} outside {{range}}`);
        this.#expect('close', keyword.text);
        return { kind: keyword.text };
      case 'template':
        return this.#template();
      case 'define':
        if (this.#depth > 1) throw new TemplateError('unexpected <define> in command');
        this.#define('define clause');
        return null;
      default: {
        const { name, position } = this.#name('block clause');
        const pipeline = this.#pipeline('block clause', 'close');
        this.#defineBody(name);
        return { kind: 'template', name, pipeline, position };
      }
    }
  }

  #block(kind: 'if' | 'with' | 'range'): TemplateNode {
    const scope = this.#variables.length;
    const pipeline = this.#pipeline(kind, 'close');
    if (kind === 'range') this.#rangeDepth++;
    const { nodes: body, stop } = this.#nodes();
    if (kind === 'range') this.#rangeDepth--;
    let otherwise: readonly TemplateNode[] = [];
    if (stop === 'else if' || stop === 'else with') {
      if (kind === 'range') throw new TemplateError(`unexpected <${stop.slice(5)}> in range`);
      // The inner block takes the one `end` of both.
      otherwise = [this.#block(stop === 'else if' ? 'if' : 'with')];
    } else if (stop === 'else') {
      const rest = this.#nodes();
      if (rest.stop !== 'end') throw new TemplateError(`expected end; found ${describeStop(rest.stop)}`);
      otherwise = rest.nodes;
    } else if (stop === 'eof') throw new TemplateError('unexpected EOF');
    this.#variables.length = scope;
    return { kind, pipeline, body, otherwise };
  }

  #name(context: string): { name: string; position: number } {
    const { text, position } = this.#expect('string', context);
    return { name: unquote(text), position };
  }

  #template(): TemplateNode {
    const { name, position } = this.#name('template clause');
    if (this.#skipSpace().kind === 'close') {
      this.#take();
      return { kind: 'template', name, pipeline: null, position };
    }
    return { kind: 'template', name, pipeline: this.#pipeline('template clause', 'close'), position };
  }

  #define(context: string): void {
    const { name } = this.#name(context);
    this.#expect('close', context);
    this.#defineBody(name);
  }

  #defineBody(name: string): void {
    const outer = this.#variables;
    this.#variables = ['$'];
    const { nodes, stop } = this.#nodes();
    this.#variables = outer;
    if (stop !== 'end') throw new TemplateError(`unexpected ${describeStop(stop)} in define clause`);
    const known = this.#defined.get(name) ?? [];
    if (isEmpty(known)) this.#defined.set(name, nodes);
    else if (!isEmpty(nodes)) {
      throw new TemplateError(`template: multiple definition of template ${JSON.stringify(name)}`);
    }
  }

  #pipeline(context: string, end: 'close' | 'rightParen'): Pipeline {
    if (++this.#depth > MAX_DEPTH) throw new TemplateError('template is nested too deeply');
    const { variables, assigns } = this.#declarations(context);
    const commands: Command[] = [];
    for (;;) {
      const token = this.#skipSpace();
      if (token.kind === end) {
        this.#take();
        break;
      }
      if (commands.length > 0) {
        this.#expect('pipe', context);
        // Go lets a pipeline end with its `|`.
        if (this.#skipSpace().kind === end) continue;
      }
      commands.push(this.#command(context, end));
    }
    if (commands.length === 0) throw new TemplateError(`missing value for ${context}`);
    checkStages(commands);
    this.#depth--;
    return { variables, assigns, commands };
  }

  #declarations(context: string): { variables: readonly string[]; assigns: boolean } {
    const start = this.#next;
    const variables: string[] = [];
    while (this.#skipSpace().kind === 'variable') {
      variables.push(this.#take().text);
      const token = this.#skipSpace();
      if (token.kind === 'declare' || token.kind === 'assign') {
        this.#take();
        // As in Go: what follows may name them, also where they were never declared.
        this.#variables.push(...variables);
        return { variables, assigns: token.kind === 'assign' };
      }
      if (token.kind !== 'comma' || context !== 'range' || variables.length > 1) break;
      this.#take();
    }
    this.#next = start;
    return { variables: [], assigns: false };
  }

  #command(context: string, end: 'close' | 'rightParen'): Command {
    const operands: Operand[] = [];
    const position = this.#skipSpace().position;
    for (;;) {
      const token = this.#skipSpace();
      if (token.kind === 'pipe' || token.kind === end) break;
      operands.push(this.#operand(context));
      const next = this.#peek();
      if (next.kind !== 'space' && next.kind !== 'pipe' && next.kind !== end)
        throw unexpected(next, 'operand');
    }
    if (operands.length === 0) throw new TemplateError('empty command');
    return { operands, position, text: this.#source.slice(position, this.#peek().position).trim() };
  }

  #operand(context: string): Operand {
    const start = this.#take();
    const fields: string[] = [];
    let base: OperandBase;
    if (start.kind === 'field') {
      base = { kind: 'dot' };
      fields.push(start.text.slice(1));
    } else base = this.#operandBase(start, context);
    let position = start.position;
    while (this.#peek().kind === 'field') {
      if (base.kind === 'literal' || base.kind === 'unsupported' || base.kind === 'nil') {
        throw new TemplateError(`unexpected . after term "${start.text}"`);
      }
      if (fields.length === 0) position = this.#peek().position;
      fields.push(this.#take().text.slice(1));
    }
    return { base, fields, position, text: this.#source.slice(start.position, this.#peek().position) };
  }

  #operandBase(token: Token, context: string): OperandBase {
    switch (token.kind) {
      case 'identifier':
        if (!this.#functions.has(token.text)) throw new TemplateError(`function "${token.text}" not defined`);
        return { kind: 'function', name: token.text };
      case 'variable':
        this.#requireVariable(token.text);
        return { kind: 'variable', name: token.text };
      case 'dot':
        return { kind: 'dot' };
      case 'nil':
        return { kind: 'nil' };
      case 'bool':
        return { kind: 'literal', value: token.text === 'true' };
      case 'number':
        return token.text.endsWith('i') && !/^[+-]?0[xX][0-9a-fA-F_]*$/.test(token.text)
          ? { kind: 'unsupported', what: `complex number ${token.text}` }
          : { kind: 'literal', value: parseNumber(token.text) };
      case 'char':
        return { kind: 'literal', value: unquoteCharacter(token.text) };
      case 'string':
        return { kind: 'literal', value: unquote(token.text) };
      case 'leftParen':
        return { kind: 'pipeline', pipeline: this.#pipeline('parenthesized pipeline', 'rightParen') };
      default:
        throw unexpected(token, context);
    }
  }

  #requireVariable(name: string): void {
    if (!this.#variables.includes(name)) throw new TemplateError(`undefined variable "${name}"`);
  }
}

/** Whether a template holds nothing but white space: another definition may take its place. */
function isEmpty(nodes: readonly TemplateNode[]): boolean {
  return nodes.every((node) => node.kind === 'text' && node.text.trim() === '');
}

/** All but the first command of a pipeline take an argument, so they must be functions or fields. */
function checkStages(commands: readonly Command[]): void {
  commands.slice(1).forEach((command, i) => {
    const first = command.operands[0] as Operand;
    const callable = first.base.kind === 'function' || first.fields.length > 0;
    if (!callable && first.base.kind !== 'variable' && first.base.kind !== 'pipeline') {
      throw new TemplateError(`non executable command in pipeline stage ${i + 2}`);
    }
  });
}

function unexpected(token: Token, context: string): TemplateError {
  if (token.kind === 'end') return new TemplateError('unclosed action');
  const shown = token.kind === 'keyword' ? `<${token.text}>` : JSON.stringify(token.text);
  return new TemplateError(`unexpected ${shown} in ${context}`);
}

function describeStop(stop: Stop): string {
  return stop === 'eof' ? 'EOF' : `{{${stop}}}`;
}
