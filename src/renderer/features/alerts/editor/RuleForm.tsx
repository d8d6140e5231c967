import { Button, Group, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { testIds } from '../../../../shared/test-ids.ts';
import { FormFooter } from '../../../ui/FormFooter.tsx';
import { BacktestPanel } from './BacktestPanel.tsx';
import classes from './RuleEditor.module.css';
import { RuleFields, type RuleFormValues } from './RuleFields.tsx';
import { RulePreviewPanel } from './RulePreviewPanel.tsx';
import { readDurationMs, tidyDraft } from './rule-drafts.ts';
import type { EditedRule } from './rule-editor-store.ts';
import { removeRule, saveRule } from './save-rule.ts';
import { useRuleCheck } from './use-rule-check.ts';

const DEFAULT_INTERVAL_MS = 15_000;

/** The fields of a rule beside what it gives now and what it would have given before. */
export function RuleForm({ edited, onClose }: { readonly edited: EditedRule; readonly onClose: () => void }) {
  const { original } = edited;
  const [values, setValues] = useState<RuleFormValues>(edited);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const { draft, file, group, intervalText } = values;
  const { check, evaluable } = useRuleCheck(draft, file, group, intervalText);

  async function run(work: () => Promise<string | null>): Promise<void> {
    setBusy(true);
    setFailure(null);
    try {
      const problem = await work();
      setFailure(problem);
      if (problem === null) onClose();
    } catch (thrown) {
      setFailure((thrown as Error).message);
    } finally {
      setBusy(false);
    }
  }

  function save(): void {
    setTried(true);
    void run(() => saveRule({ ...values, draft: tidyDraft(draft) }, original));
  }

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className={classes.columns}>
        <div className={classes.fields}>
          <RuleFields
            values={values}
            problems={check.problems}
            showMissing={tried}
            isNew={original === null}
            onChange={(part) => {
              setFailure(null);
              setValues((before) => ({ ...before, ...part }));
            }}
          />
        </div>
        <div className={classes.trials}>
          <RulePreviewPanel rule={evaluable} />
          {draft.kind === 'alerting' && (
            <BacktestPanel
              rule={evaluable}
              threshold={check.threshold}
              file={file}
              group={group}
              intervalMs={readDurationMs(intervalText) || DEFAULT_INTERVAL_MS}
              onAdopt={(part) => setValues((before) => ({ ...before, draft: { ...before.draft, ...part } }))}
            />
          )}
        </div>
      </div>
      <FormFooter>
        {original !== null && (
          <Button
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={15} />}
            disabled={busy}
            data-testid={testIds.alerts.ruleDelete}
            onClick={() => void run(() => removeRule(original))}
          >
            Delete rule
          </Button>
        )}
        {failure !== null && (
          <Text size="sm" c="var(--sx-bad)" role="alert" className={classes.failure ?? ''}>
            {failure}
          </Text>
        )}
        <Group gap="xs">
          <Button variant="subtle" color="gray" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} data-testid={testIds.alerts.ruleSave}>
            Save rule
          </Button>
        </Group>
      </FormFooter>
    </form>
  );
}
