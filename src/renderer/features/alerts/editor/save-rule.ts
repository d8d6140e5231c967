import { notifications } from '@mantine/notifications';
import type { StoredRulePlace } from '../../../../shared/domain/rule-draft.ts';
import { request } from '../../../ipc/client.ts';
import { environmentStore } from '../../../state/environment-store.ts';
import { reportFailure } from '../../../ui/report-failure.ts';
import type { RuleFormValues } from './RuleFields.tsx';
import { showUndo } from './show-undo.tsx';
import { writable } from './use-rule-check.ts';

/** Puts the rule into its file; answers what is wrong with it, null where it was saved. */
export async function saveRule(
  values: RuleFormValues,
  original: StoredRulePlace | null,
): Promise<string | null> {
  const { file, group, intervalText, draft } = values;
  const place =
    original === null ? null : { group: original.group, index: original.index, name: original.name };
  const rule = writable(draft);
  const { problems } = await request('rules.check', { rule, place: { file, group }, intervalText });
  if (problems.length > 0) {
    return problems.length === 1
      ? 'One field needs a correction.'
      : `${problems.length} fields need a correction.`;
  }
  const { errors } = await request('rules.saveRule', {
    file: file.trim(),
    group: group.trim(),
    intervalText: intervalText.trim(),
    original: place,
    draft: rule,
  });
  if (errors.length > 0) return errors.map(({ message }) => message).join(' ');
  await environmentStore.getState().load();
  notifications.show({
    title: `${draft.name.trim()} is saved`,
    message: 'It is evaluated from now on.',
    color: 'teal',
  });
  return null;
}

/** Takes the rule out of its file, and offers to put it back. Answers null. */
export async function removeRule(original: StoredRulePlace): Promise<null> {
  const { before } = await request('rules.removeRule', original);
  await environmentStore.getState().load();
  showUndo(`${original.name} is deleted`, () => {
    request('rules.saveFile', { name: original.file, text: before })
      .then(() => environmentStore.getState().load())
      .catch(reportFailure(`${original.name} could not be put back`));
  });
  return null;
}
