import { EditorView } from '@codemirror/view';

/**
 * What the page has selected, as characters of the text. The editor hears of a new selection later than an input that
 * follows it at once, and Chromium names no target ranges for text that is inserted.
 */
function pageSelection(view: EditorView): { from: number; to: number } | null {
  const selection = document.getSelection();
  if (selection === null || selection.rangeCount === 0) return null;
  const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0);
  if (!view.contentDOM.contains(startContainer) || !view.contentDOM.contains(endContainer)) return null;
  return { from: view.posAtDOM(startContainer, startOffset), to: view.posAtDOM(endContainer, endOffset) };
}

/**
 * Replaces a selection that is typed over by a transaction instead of letting Chromium edit the page: it would carry the
 * old text's look on to the new one in a style attribute, which the content security policy refuses and reports.
 */
export const typeOverSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const text = event.data;
    if (event.inputType !== 'insertText' || text === null || view.composing) return false;
    if (view.state.selection.ranges.length > 1) return false;
    const range = pageSelection(view);
    if (range === null || range.from >= range.to) return false;
    const { from, to } = range;
    event.preventDefault();
    const insert = () =>
      view.state.update({
        changes: { from, to, insert: text },
        selection: { anchor: from + text.length },
        userEvent: 'input.type',
        scrollIntoView: true,
      });
    const handled = view.state
      .facet(EditorView.inputHandler)
      .some((handler) => handler(view, from, to, text, insert));
    if (!handled) view.dispatch(insert());
    return true;
  },
});
