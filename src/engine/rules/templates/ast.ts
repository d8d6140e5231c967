import type { TemplateValue } from './value.ts';

/** What an operand starts from, before its fields are followed. */
export type OperandBase =
  | { readonly kind: 'literal'; readonly value: TemplateValue }
  | { readonly kind: 'nil' }
  /** What Go has and this language lacks: it is taken, and an error only where it is expanded. */
  | { readonly kind: 'unsupported'; readonly what: string }
  | { readonly kind: 'dot' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'pipeline'; readonly pipeline: Pipeline };

/** A value, and fields to follow from it; `text` and `position` are for messages. */
export interface Operand {
  readonly base: OperandBase;
  readonly fields: readonly string[];
  readonly text: string;
  readonly position: number;
}

/** An operand, or a function with its arguments. */
export interface Command {
  readonly operands: readonly Operand[];
  readonly text: string;
  readonly position: number;
}

/** Commands, each one's result the last argument of the next. `variables` are declared, or set where `assigns`. */
export interface Pipeline {
  readonly variables: readonly string[];
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly pipeline: Pipeline }
  | {
      readonly kind: 'if' | 'with' | 'range';
      readonly pipeline: Pipeline;
      readonly body: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[];
    }
  | {
      readonly kind: 'template';
      readonly name: string;
      readonly pipeline: Pipeline | null;
      readonly position: number;
    }
  | { readonly kind: 'break' | 'continue' };

/** A parsed template: its own nodes and the templates defined in it. */
export interface Template {
  readonly nodes: readonly TemplateNode[];
  readonly defined: ReadonlyMap<string, readonly TemplateNode[]>;
}
