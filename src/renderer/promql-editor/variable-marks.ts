import type { Extension } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { findReferences } from '../../shared/dashboards/variables/reference.ts';

const variable = Decoration.mark({ class: 'cm-variable' });

function marksOf(view: EditorView): DecorationSet {
  const references = findReferences(view.state.doc.toString());
  return Decoration.set(references.map(({ start, end }) => variable.range(start, end)));
}

const marks = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = marksOf(view);
    }

    update(update: ViewUpdate): void {
      if (update.docChanged) this.decorations = marksOf(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

// What PromQL's own parser makes of a variable stands inside the mark too, so the colour reaches inwards.
const look = EditorView.theme({
  '.cm-variable': { borderRadius: '3px', backgroundColor: 'var(--sx-accent-soft)' },
  '.cm-variable, .cm-variable *': { color: 'var(--sx-accent-text) !important' },
});

/** Shows `$name`, `${name:format}` and `[[name]]` as the variables of a dashboard that they are. */
export const variableMarks: Extension = [marks, look];
