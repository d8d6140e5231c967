import { EditorView } from '@codemirror/view';

/** Puts the cursor of the editor inside an element at a character, so that one can go on writing there. */
export function focusEditor(within: Element | null, at: number): void {
  const view = within instanceof HTMLElement ? EditorView.findFromDOM(within) : null;
  if (view === null) return;
  view.dispatch({ selection: { anchor: Math.min(Math.max(0, at), view.state.doc.length) } });
  view.focus();
}
