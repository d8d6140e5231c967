import { Drawer } from '@mantine/core';
import { testIds } from '../../../../shared/test-ids.ts';
import { RuleForm } from './RuleForm.tsx';
import { type EditedRule, useRuleEditor } from './rule-editor-store.ts';

/** The editor of a rule, over the page that it was opened from. */
export function RuleEditor() {
  const edited = useRuleEditor((state) => state.edited);
  const close = useRuleEditor((state) => state.close);
  return (
    <Drawer
      opened={edited !== null}
      onClose={close}
      position="right"
      size="min(1320px, 96vw)"
      title={edited === null || edited.original === null ? 'New rule' : `Edit ${edited.original.name}`}
      closeOnClickOutside={false}
      data-testid={testIds.alerts.ruleEditor}
    >
      {edited !== null && <RuleForm key={keyOf(edited)} edited={edited} onClose={close} />}
    </Drawer>
  );
}

function keyOf({ original }: EditedRule): string {
  return original === null ? '' : `${original.file}/${original.group}/${original.index}`;
}
