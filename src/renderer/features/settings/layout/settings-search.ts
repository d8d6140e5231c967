import { createContext, type ReactNode, useContext } from 'react';

interface SettingsSearch {
  /** Words that are searched for, in lower case; none shows everything. */
  readonly words: readonly string[];
  /** The section's own title has them all, so that all of its settings are shown. */
  readonly isWhole: boolean;
}

export const SettingsSearchContext = createContext<SettingsSearch>({ words: [], isWhole: true });

/** The words of a search as `SettingsSearchContext` takes them. */
export function wordsOf(query: string): readonly string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean);
}

/** Whether a text holds all words, in any order. */
export function holdsAll(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return words.every((word) => lower.includes(word));
}

/** The words of what a component shows, without what its own components would make of it. */
export function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  if (Array.isArray(node)) return node.map(textOf).join('');
  if (typeof node === 'object' && node !== null && 'props' in node)
    return textOf((node.props as { readonly children?: ReactNode }).children);
  return '';
}

/** Whether a setting with this text is to be shown. */
export function useIsFound(text: string): boolean {
  const { words, isWhole } = useContext(SettingsSearchContext);
  return isWhole || holdsAll(text, words);
}
