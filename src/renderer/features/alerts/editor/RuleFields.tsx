import { Group, Input, SegmentedControl, Stack, TextInput } from '@mantine/core';
import type { RuleDraft, RuleProblem } from '../../../../shared/domain/rule-draft.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { PromqlEditor } from '../../../promql-editor/PromqlEditor.tsx';
import { PairFields } from './PairFields.tsx';
import classes from './RuleEditor.module.css';

/** What the form holds. */
export interface RuleFormValues {
  readonly draft: RuleDraft;
  readonly file: string;
  readonly group: string;
  readonly intervalText: string;
}

interface RuleFieldsProps {
  readonly values: RuleFormValues;
  readonly problems: readonly RuleProblem[];
  /** Whether fields that must be filled are marked while they are empty. */
  readonly showMissing: boolean;
  readonly isNew: boolean;
  readonly onChange: (part: Partial<RuleFormValues>) => void;
}

const FILE_NAME = /^[\w.-]{1,100}$/;

/** All fields of a rule, each with what is wrong in it. */
export function RuleFields({ values, problems, showMissing, isNew, onChange }: RuleFieldsProps) {
  const { draft, file, group, intervalText } = values;
  const isAlerting = draft.kind === 'alerting';
  const change = (part: Partial<RuleDraft>): void => onChange({ draft: { ...draft, ...part } });
  const find = (field: string): RuleProblem | null =>
    problems.find((problem) => problem.field === field) ?? null;
  /** What is missing is told only after an attempt to save, and no longer once something is typed. */
  const errorOf = (field: string, value: string): string | null => {
    const message = find(field)?.message ?? null;
    const isMissing = message?.startsWith('A rule needs') ?? false;
    return isMissing && (!showMissing || value.trim() !== '') ? null : message;
  };
  const exprError = errorOf('expr', draft.expr);
  const inExpr = exprError === null ? null : find('expr');
  const fileError = FILE_NAME.test(file.trim()) ? null : 'Letters, digits, dots and dashes, up to 100.';
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label="Kind of rule"
        value={draft.kind}
        onChange={(kind) => change({ kind: kind as RuleDraft['kind'] })}
        data={[
          { value: 'alerting', label: 'Alert' },
          { value: 'recording', label: 'Recording rule' },
        ]}
      />
      <TextInput
        label={isAlerting ? 'Alert name' : 'Name of the recorded metric'}
        placeholder={isAlerting ? 'HighErrorRatio' : 'job:http_requests:rate5m'}
        value={draft.name}
        error={errorOf('name', draft.name)}
        data-autofocus
        data-testid={testIds.alerts.ruleName}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Input.Wrapper
        label="Expression"
        description={
          isAlerting ? 'Each series that it gives is an alert.' : 'What is recorded at each evaluation.'
        }
        error={exprError}
        inputWrapperOrder={['label', 'description', 'input', 'error']}
        data-testid={testIds.alerts.ruleExpr}
      >
        <div className={classes.expr}>
          <PromqlEditor
            value={draft.expr}
            mark={inExpr}
            label="Expression of the rule"
            onChange={(expr) => change({ expr })}
            onRun={() => {}}
          />
        </div>
      </Input.Wrapper>
      {isAlerting && (
        <Group grow align="flex-start">
          <TextInput
            label="Pending for"
            description="True this long before it fires"
            placeholder="0s"
            value={draft.forText}
            error={errorOf('for', draft.forText)}
            data-testid={testIds.alerts.ruleFor}
            onChange={(event) => change({ forText: event.currentTarget.value })}
          />
          <TextInput
            label="Keep firing for"
            description="Stays firing when it is over"
            placeholder="0s"
            value={draft.keepFiringForText}
            error={errorOf('keep_firing_for', draft.keepFiringForText)}
            data-testid={testIds.alerts.ruleKeepFiringFor}
            onChange={(event) => change({ keepFiringForText: event.currentTarget.value })}
          />
        </Group>
      )}
      <PairFields
        title="Labels"
        field="labels"
        pairs={draft.labels}
        problems={problems}
        onChange={(labels) => change({ labels })}
      />
      {isAlerting && (
        <PairFields
          title="Annotations"
          field="annotations"
          multiline
          pairs={draft.annotations}
          problems={problems}
          onChange={(annotations) => change({ annotations })}
        />
      )}
      <Group grow align="flex-start">
        <TextInput
          label="Group"
          value={group}
          error={errorOf('group', group)}
          data-testid={testIds.alerts.ruleGroup}
          onChange={(event) => onChange({ group: event.currentTarget.value })}
        />
        <TextInput
          label="Interval of the group"
          placeholder="15s"
          value={intervalText}
          error={errorOf('interval', intervalText)}
          data-testid={testIds.alerts.ruleInterval}
          onChange={(event) => onChange({ intervalText: event.currentTarget.value })}
        />
        <TextInput
          label="Rule file"
          value={file}
          disabled={!isNew}
          error={fileError}
          data-testid={testIds.alerts.ruleFile}
          onChange={(event) => onChange({ file: event.currentTarget.value })}
        />
      </Group>
    </Stack>
  );
}
