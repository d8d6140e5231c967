import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const look = EditorView.theme({
  '&': { fontSize: '13px', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--mantine-font-family-monospace)',
    lineHeight: '1.55',
    // `!=` must look like what is typed.
    fontVariantLigatures: 'none',
  },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--sx-text-strong)' },
  '.cm-line': { padding: '0 10px' },
  '.cm-cursor': { borderLeftColor: 'var(--sx-text-strong)' },
  '.cm-placeholder': { color: 'var(--mantine-color-dimmed)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection': {
    backgroundColor: 'color-mix(in srgb, var(--mantine-primary-color-filled) 40%, transparent) !important',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--sx-accent-soft)',
    outline: '1px solid var(--sx-accent-text)',
  },
  '.cm-tooltip': {
    border: '1px solid var(--sx-border)',
    borderRadius: '7px',
    backgroundColor: 'var(--sx-panel)',
    color: 'var(--sx-text)',
    boxShadow: '0 8px 24px rgb(0 0 0 / 35%)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--mantine-font-family-monospace)',
    fontSize: '12px',
    fontVariantLigatures: 'none',
    maxHeight: '18em',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px', lineHeight: '1.5' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--sx-accent-soft)',
    color: 'var(--sx-accent-text)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionDetail': { color: 'var(--mantine-color-dimmed)', fontStyle: 'normal' },
  '.cm-completionInfo': { maxWidth: '360px', padding: '8px 10px', fontSize: '12px' },
  '.cm-completionIcon': { display: 'none' },
  '.cm-diagnostic': { padding: '6px 10px', fontSize: '12px' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--sx-bad)' },
});

const colors = HighlightStyle.define([
  { tag: tags.number, color: 'var(--sx-warn)' },
  { tag: tags.string, color: 'var(--sx-good)' },
  { tag: tags.keyword, color: 'var(--sx-accent-text)', fontWeight: '600' },
  { tag: tags.function(tags.variableName), color: 'var(--sx-accent-text)' },
  { tag: tags.labelName, color: 'var(--sx-text-strong)' },
  { tag: tags.operator, color: 'var(--mantine-color-dimmed)' },
  { tag: tags.modifier, color: 'var(--sx-accent-text)' },
  { tag: tags.paren, color: 'var(--mantine-color-dimmed)' },
  { tag: tags.squareBracket, color: 'var(--mantine-color-dimmed)' },
  { tag: tags.brace, color: 'var(--mantine-color-dimmed)' },
  { tag: tags.comment, color: 'var(--mantine-color-dimmed)', fontStyle: 'italic' },
]);

const errors = HighlightStyle.define([{ tag: tags.invalid, color: 'var(--sx-bad)' }]);

/** The window's colours and fonts for the editor; they follow its colour scheme by themselves. */
export const editorTheme: Extension = [look, syntaxHighlighting(colors)];

/** Colours what the parser of PromQL does not understand. */
export const errorColors: Extension = syntaxHighlighting(errors);
