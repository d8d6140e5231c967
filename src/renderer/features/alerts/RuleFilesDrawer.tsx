import { Button, Drawer, Group, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { RuleFile, RuleFileError } from '../../../shared/domain/rule.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { environmentStore, useEnvironment } from '../../state/environment-store.ts';
import { FormFooter } from '../../ui/FormFooter.tsx';
import { RuleErrors } from './RuleErrors.tsx';
import classes from './RuleFilesDrawer.module.css';

const NEW_FILE: RuleFile = {
  name: '',
  text: `groups:
  - name: my-service
    rules:
      - alert: TargetDown
        expr: up == 0
        for: 1m
        labels:
          severity: critical
        annotations:
          summary: '{{ $labels.instance }} does not answer'
`,
};

interface RuleFilesDrawerProps {
  readonly opened: boolean;
  /** A file that was dropped on the window, to be looked at and saved. */
  readonly dropped: RuleFile | null;
  readonly onClose: () => void;
}

/** The environment's rule files as text, in Prometheus' format. */
export function RuleFilesDrawer({ opened, dropped, onClose }: RuleFilesDrawerProps) {
  return (
    <Drawer opened={opened} onClose={onClose} position="right" size={640} title="Rule files">
      {opened && <Files dropped={dropped} onClose={onClose} />}
    </Drawer>
  );
}

function Files({ dropped, onClose }: Pick<RuleFilesDrawerProps, 'dropped' | 'onClose'>) {
  const files = useEnvironment((state) => state.active?.ruleFiles) ?? [];
  const [chosen, setChosen] = useState(dropped === null ? (files[0]?.name ?? '') : '');
  const file =
    files.find(({ name }) => name === chosen) ??
    (dropped === null ? NEW_FILE : { name: '', text: dropped.text });
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label="Rule file"
        className={classes.files ?? ''}
        value={file.name}
        onChange={setChosen}
        data={[...files.map(({ name }) => ({ value: name, label: name })), { value: '', label: 'New file' }]}
      />
      <FileEditor key={file.name} file={file} newName={dropped?.name ?? 'my-rules'} onClose={onClose} />
    </Stack>
  );
}

interface FileEditorProps {
  readonly file: RuleFile;
  /** What a new file is called before the user says. */
  readonly newName: string;
  readonly onClose: () => void;
}

function FileEditor({ file, newName, onClose }: FileEditorProps) {
  const isNew = file.name === '';
  const [name, setName] = useState(isNew ? newName : file.name);
  const [text, setText] = useState(file.text);
  const [errors, setErrors] = useState<readonly RuleFileError[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function run(work: () => Promise<boolean>): Promise<void> {
    setBusy(true);
    setFailure(null);
    try {
      const done = await work();
      await environmentStore.getState().load();
      if (done) onClose();
    } catch (thrown) {
      setFailure((thrown as Error).message);
    } finally {
      setBusy(false);
    }
  }

  const save = (): Promise<void> =>
    run(async () => {
      const found = await request('rules.saveFile', { name: name.trim(), text });
      setErrors(found);
      return found.length === 0;
    });

  const remove = (): Promise<void> =>
    run(async () => {
      await request('rules.removeFile', { name: file.name });
      return true;
    });

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="md">
        {isNew && (
          <TextInput
            label="Name"
            value={name}
            data-testid={testIds.alerts.ruleFileName}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        <Textarea
          label="Rules"
          description="A Prometheus rule file: groups of alerting and recording rules."
          autosize
          minRows={16}
          maxRows={32}
          spellCheck={false}
          classNames={{ input: classes.text ?? '' }}
          value={text}
          data-testid={testIds.alerts.ruleFileText}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <RuleErrors errors={errors} />
        {failure !== null && (
          <Text size="sm" c="var(--sx-bad)" role="alert">
            {failure}
          </Text>
        )}
        <FormFooter>
          {!isNew && (
            <Button
              variant="subtle"
              color="red"
              leftSection={<IconTrash size={15} />}
              onClick={() => void remove()}
            >
              Remove file
            </Button>
          )}
          <Group gap="xs">
            <Button variant="subtle" color="gray" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} data-testid={testIds.alerts.ruleFileSave}>
              Save
            </Button>
          </Group>
        </FormFooter>
      </Stack>
    </form>
  );
}
