import { EditorView } from '@codemirror/view';

/**
 * Replaces a selection that is typed over by a transaction instead of letting Chromium edit the page: it would carry the
 * old text's look on to the new one in a style attribute, which the content security policy refuses and reports.
 */
export const typeOverSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main, ranges } = view.state.selection;
    const text = event.data;
    if (event.inputType !== 'insertText' || text === null || view.composing) return false;
    if (main.empty || ranges.length > 1) return false;
    event.preventDefault();
    const insert = () =>
      view.state.update({
        changes: { from: main.from, to: main.to, insert: text },
        selection: { anchor: main.from + text.length },
        userEvent: 'input.type',
        scrollIntoView: true,
      });
    const handled = view.state
      .facet(EditorView.inputHandler)
      .some((handler) => handler(view, main.from, main.to, text, insert));
    if (!handled) view.dispatch(insert());
    return true;
  },
});
