import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  lineNumbers,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import type { ExpositionFinding } from '../../../../shared/domain/exposition.ts';
import { partOfFinding } from './page-places.ts';

const SEVERITIES = { error: 'error', warning: 'warning', advice: 'info' } as const;

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '12.5px', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--mantine-font-family-monospace)',
    fontVariantLigatures: 'none',
    lineHeight: '1.6',
  },
  '.cm-gutters': {
    border: 'none',
    backgroundColor: 'transparent',
    color: 'var(--mantine-color-dimmed)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--sx-accent-soft)' },
  '.cm-comment': { color: 'var(--mantine-color-dimmed)' },
  '.cm-searched': {
    borderRadius: '2px',
    backgroundColor: 'var(--sx-warn-soft)',
    outline: '1px solid var(--sx-warn)',
  },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection': {
    backgroundColor: 'color-mix(in srgb, var(--mantine-primary-color-filled) 40%, transparent) !important',
  },
  '.cm-tooltip': {
    maxWidth: '480px',
    border: '1px solid var(--sx-border)',
    borderRadius: '7px',
    backgroundColor: 'var(--sx-panel)',
    color: 'var(--sx-text)',
    boxShadow: '0 8px 24px rgb(0 0 0 / 35%)',
  },
  '.cm-diagnostic': { padding: '6px 10px', fontSize: '12px' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--sx-bad)' },
  '.cm-diagnostic-warning': { borderLeft: '3px solid var(--sx-warn)' },
  '.cm-diagnostic-info': { borderLeft: '3px solid var(--sx-accent-text)' },
});

function marker(matcher: MatchDecorator): Extension {
  return ViewPlugin.fromClass(
    class {
      marks: DecorationSet;
      constructor(view: EditorView) {
        this.marks = matcher.createDeco(view);
      }
      update(update: ViewUpdate): void {
        this.marks = matcher.updateDeco(update, this.marks);
      }
    },
    { decorations: (plugin) => plugin.marks },
  );
}

const comments = marker(
  new MatchDecorator({ regexp: /^[ \t]*#.*/g, decoration: Decoration.mark({ class: 'cm-comment' }) }),
);

const setFound = StateEffect.define<{ readonly from: number; readonly to: number } | null>();

/** The place that a search stands at. */
const found = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setFound)) continue;
      const { value } = effect;
      return value === null
        ? Decoration.none
        : Decoration.set([Decoration.mark({ class: 'cm-searched' }).range(value.from, value.to)]);
    }
    return marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
}

/** A read-only view of a page's text with line numbers and findings at their places; only what is seen is drawn. */
export function createPageEditor(
  parent: HTMLElement,
  text: string,
  findings: readonly ExpositionFinding[],
): EditorView {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(nonce()),
        look,
        lineNumbers(),
        lintGutter(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        comments,
        found,
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({ 'aria-label': 'Raw body', tabindex: '0' }),
      ],
    }),
  });
  view.dispatch(setDiagnostics(view.state, diagnostics(view.state, findings)));
  return view;
}

function diagnostics(state: EditorState, findings: readonly ExpositionFinding[]): Diagnostic[] {
  return findings.flatMap((finding) => {
    if (finding.line < 1 || finding.line > state.doc.lines) return [];
    const line = state.doc.line(finding.line);
    const { from, to } = partOfFinding(line.text, finding);
    return {
      from: line.from + from,
      to: line.from + to,
      severity: SEVERITIES[finding.severity],
      message: finding.message,
      source: finding.source,
    };
  });
}

/** Scrolls a line, counted from 1, to the middle and makes it the active one. */
export function showLine(view: EditorView, number: number): void {
  if (number < 1 || number > view.state.doc.lines) return;
  const { from } = view.state.doc.line(number);
  view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
}

/** Marks and shows a part of the text; null takes the mark away. */
export function showFound(
  view: EditorView,
  part: { readonly from: number; readonly to: number } | null,
): void {
  view.dispatch(
    part === null
      ? { effects: setFound.of(null) }
      : {
          selection: { anchor: part.from },
          effects: [setFound.of(part), EditorView.scrollIntoView(part.from, { y: 'center' })],
        },
  );
}
