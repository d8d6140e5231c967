import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, insertNewlineAndIndent } from '@codemirror/commands';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { type Diagnostic, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap, placeholder, tooltips } from '@codemirror/view';
import { PromQLExtension } from '@prometheus-io/codemirror-promql';
import { useEffect, useRef } from 'react';
import { testIds } from '../../shared/test-ids.ts';
import { editorTheme, errorColors } from './editor-theme.ts';
import { metricHover } from './metric-hover.ts';
import classes from './PromqlEditor.module.css';
import { createCompletion } from './promql-completion.ts';
import { typeOverSelection } from './type-over-selection.ts';
import { variableMarks } from './variable-marks.ts';

/** A sentence about a part of the expression; character offsets. */
export interface EditorMark {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

interface PromqlEditorProps {
  readonly value: string;
  readonly mark: EditorMark | null;
  /** Accessible name, where it is not "PromQL expression". */
  readonly label?: string;
  /** Whose metrics are offered: 'local' or a server's id; null for the environment's default. */
  readonly source?: string | null;
  /** The text holds variables, which no parser of PromQL knows: they are coloured, and its errors are not marked. */
  readonly hasVariables?: boolean;
  readonly onChange: (value: string) => void;
  readonly onRun: () => void;
}

function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
}

function markDiagnostics(mark: EditorMark | null, length: number): Diagnostic[] {
  if (mark === null || mark.start < 0) return [];
  const from = Math.min(mark.start, length);
  return [
    { from, to: Math.min(length, Math.max(mark.end, from + 1)), severity: 'error', message: mark.message },
  ];
}

/** A PromQL editor: highlighting, completion from the engine's index, HELP on hover, errors at their place. Enter runs, Shift+Enter breaks the line. */
export function PromqlEditor({
  value,
  mark,
  label = 'PromQL expression',
  source = null,
  hasVariables = false,
  onChange,
  onRun,
}: PromqlEditorProps) {
  const hostRef = useRef<HTMLDivElement | null>(null);
  const viewRef = useRef<EditorView | null>(null);
  const latest = useRef({ value, label, source, hasVariables, onChange, onRun });
  latest.current = { value, label, source, hasVariables, onChange, onRun };

  useEffect(() => {
    const run = (target: EditorView): boolean => {
      closeCompletion(target);
      latest.current.onRun();
      return true;
    };
    const promql = new PromQLExtension()
      .setComplete({ completeStrategy: createCompletion(() => latest.current.source) })
      .activateLinter(!latest.current.hasVariables);
    const view = new EditorView({
      parent: hostRef.current as HTMLDivElement,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          EditorView.cspNonce.of(nonce()),
          editorTheme,
          latest.current.hasVariables ? variableMarks : errorColors,
          history(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          autocompletion({ icons: false }),
          // In a drawer, which is moved by a transform, a tooltip of its own would stand in the wrong place.
          tooltips({ parent: document.body }),
          EditorView.lineWrapping,
          typeOverSelection,
          placeholder('Expression, e.g. sum by (route) (rate(http_requests_total[1m]))'),
          EditorView.contentAttributes.of({ 'aria-label': latest.current.label, spellcheck: 'false' }),
          promql.asExtension(),
          metricHover(() => latest.current.source),
          // An open list of completions takes Enter first: its own key bindings have a higher precedence.
          Prec.high(keymap.of([{ key: 'Mod-Enter', run }])),
          keymap.of([
            { key: 'Enter', run, shift: insertNewlineAndIndent },
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...historyKeymap,
            ...lintKeymap,
            ...defaultKeymap,
          ]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    viewRef.current = view;
    return () => {
      view.destroy();
      promql.destroy();
      viewRef.current = null;
    };
  }, []);

  useEffect(() => {
    const view = viewRef.current;
    if (view === null || view.state.doc.toString() === value) return;
    view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: value },
      selection: { anchor: value.length },
    });
  }, [value]);

  useEffect(() => {
    const view = viewRef.current;
    if (view === null) return;
    view.dispatch(setDiagnostics(view.state, markDiagnostics(mark, view.state.doc.length)));
  }, [mark]);

  return <div ref={hostRef} className={classes.editor} data-testid={testIds.explore.promqlEditor} />;
}
