import { AppError } from '../../../shared/errors.ts';
import type { EngineAccess } from '../../engine-host/engine-access.ts';
import { readStoredRule, withoutRule, withRule } from '../../environments/rule-edits.ts';
import type { Workspace } from '../../environments/workspace.ts';
import type { HandlersOf } from '../router.ts';

/** Handlers of `rules.*`. */
export function createRuleHandlers(workspace: Workspace, supervisor: EngineAccess): HandlersOf<'rules'> {
  function findText(name: string): string | null {
    return workspace.active()?.ruleFiles.find((file) => file.name === name)?.text ?? null;
  }

  function requireText(name: string): string {
    const text = findText(name);
    if (text === null) throw new AppError('not_found', `There is no rule file "${name}" any more.`);
    return text;
  }

  return {
    'rules.saveFile': (file) => workspace.saveRuleFile(file),
    'rules.removeFile': ({ name }) => workspace.removeRuleFile(name),
    'rules.readRule': ({ file, ...place }) => readStoredRule(requireText(file), place),
    'rules.saveRule': async ({ file, ...edit }) => {
      const before = edit.original === null ? findText(file) : requireText(file);
      const errors = await workspace.saveRuleFile({ name: file, text: withRule(before ?? '', edit) });
      return { errors: [...errors], before };
    },
    'rules.removeRule': async ({ file, ...place }) => {
      const before = requireText(file);
      const text = withoutRule(before, place);
      if (text === null) await workspace.removeRuleFile(file);
      else await workspace.saveRuleFile({ name: file, text });
      return { before };
    },
    'rules.check': ({ rule, place, intervalText }) => supervisor.api().checkRule(rule, place, intervalText),
    'rules.preview': (rule) => supervisor.api().previewRule(rule),
    'rules.backtest': (request) =>
      supervisor.api().backtestRule({ ...request, key: supervisor.keyOf(request.key) }),
    'rules.getBacktestProgress': (key) => supervisor.api().getBacktestProgress(supervisor.keyOf(key)),
    'rules.cancelBacktest': (key) => supervisor.api().cancelBacktest(supervisor.keyOf(key)),
  };
}
