import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { RuleGroupView, RuleView } from '../../../../shared/domain/rule.ts';
import type { StoredRule, StoredRulePlace } from '../../../../shared/domain/rule-draft.ts';
import { request } from '../../../ipc/client.ts';
import { environmentStore } from '../../../state/environment-store.ts';
import { reportFailure } from '../../../ui/report-failure.ts';
import { EMPTY_DRAFT, placeForNewRule } from './rule-drafts.ts';

/** What the editor edits; `original` is null for a new rule. */
export interface EditedRule extends StoredRule {
  readonly original: StoredRulePlace | null;
  readonly file: string;
  readonly group: string;
}

interface RuleEditorState {
  /** null while the editor is closed. */
  readonly edited: EditedRule | null;
  close(): void;
}

const ruleEditorStore = createStore<RuleEditorState>()((set) => ({
  edited: null,
  close: () => set({ edited: null }),
}));

export function useRuleEditor<T>(selector: (state: RuleEditorState) => T): T {
  return useStore(ruleEditorStore, selector);
}

/** Opens the editor with a rule yet to be written. */
export function openNewRule(): void {
  const place = placeForNewRule(environmentStore.getState().active?.ruleFiles ?? []);
  ruleEditorStore.setState({ edited: { original: null, draft: EMPTY_DRAFT, intervalText: '', ...place } });
}

/** Opens the editor with a rule of the environment's files, as its file has it. */
export function openStoredRule(group: RuleGroupView, rule: RuleView): void {
  const { file, name } = group;
  const original = { file, group: name, index: group.rules.indexOf(rule), name: rule.name };
  request('rules.readRule', original).then(
    (stored) => ruleEditorStore.setState({ edited: { original, file, group: name, ...stored } }),
    reportFailure(`The rule ${rule.name} could not be opened`),
  );
}
