import { AwsError } from "../../aws-error";
import { type StateValue, stateValues } from "./alarm-state";

/** What a composite alarm watches, and when it is in alarm. */
export interface AlarmRule {
  /** Names of the alarms that it is about, each once. */
  readonly alarms: readonly string[];
  /** @param stateOf the state of each of those alarms */
  isTrue(stateOf: (alarm: string) => StateValue): boolean;
}

type Condition = AlarmRule["isTrue"];

const maxAlarms = 100;

/**
 * Reads a composite alarm's rule: `ALARM("a") AND NOT (OK(b) OR AT_LEAST(50%, NOT OK, (c, d)))`; NOT binds closer than
 * AND, and AND closer than OR.
 * @throws AwsError `ValidationException`
 */
export function readAlarmRule(text: string): AlarmRule {
  const reader = new RuleReader(text);
  const isTrue = reader.rule();
  const alarms = [...reader.alarms];
  if (alarms.length > maxAlarms) {
    throw invalidRule(`it is about ${alarms.length} alarms, and ${maxAlarms} is the limit`);
  }
  return { alarms, isTrue };
}

function invalidRule(problem: string): AwsError {
  return new AwsError("ValidationException", `AlarmRule must not contain a syntax error: ${problem}`);
}

/** A quoted name, where a backslash comes before a quote that is part of it; a sign; or a word, as bare names are. */
const token = /\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<sign>[(),])|(?<word>[^\s(),"]+))/y;

interface Token {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** Reads a rule from left to right, one method a rank of binding. */
class RuleReader {
  readonly alarms = new Set<string>();
  readonly #tokens: Token[] = [];
  #next = 0;

  constructor(text: string) {
    const length = text.trimEnd().length;
    token.lastIndex = 0;
    while (token.lastIndex < length) {
      const start = token.lastIndex;
      const { quoted, sign, word } = token.exec(text)?.groups ?? {};
      const read = quoted?.replace(/\\(.)/g, "$1") ?? sign ?? word;
      if (read === undefined) throw invalidRule(`${text.slice(start)} has no meaning here`);
      this.#tokens.push({ text: read, isQuoted: quoted !== undefined });
    }
  }

  rule(): Condition {
    const condition = this.#or();
    const rest = this.#tokens[this.#next];
    if (rest) throw invalidRule(`${rest.text} was not expected`);
    return condition;
  }

  #or(): Condition {
    const conditions = [this.#and()];
    while (this.#takes("OR")) conditions.push(this.#and());
    return (stateOf) => conditions.some((condition) => condition(stateOf));
  }

  #and(): Condition {
    const conditions = [this.#not()];
    while (this.#takes("AND")) conditions.push(this.#not());
    return (stateOf) => conditions.every((condition) => condition(stateOf));
  }

  #not(): Condition {
    if (!this.#takes("NOT")) return this.#function();
    const condition = this.#not();
    return (stateOf) => !condition(stateOf);
  }

  #function(): Condition {
    if (this.#takes("TRUE")) return () => true;
    if (this.#takes("FALSE")) return () => false;
    if (this.#takes("AT_LEAST")) return this.#atLeast();
    if (!this.#takes("(")) {
      const state = this.#state();
      const [alarm] = this.#list(1);
      return (stateOf) => alarm !== undefined && stateOf(alarm) === state;
    }
    const condition = this.#or();
    this.#expect(")");
    return condition;
  }

  /** `(2, ALARM, (a, b, c))`, or a share: `(50%, NOT OK, (a, b))`. */
  #atLeast(): Condition {
    this.#expect("(");
    const threshold = this.#word();
    const [, number, percent] = /^(\d+)(%?)$/.exec(threshold) ?? [];
    if (number === undefined) throw invalidRule(`AT_LEAST takes a number or a percentage, not ${threshold}`);
    this.#expect(",");
    const isNegated = this.#takes("NOT");
    const state = this.#state();
    this.#expect(",");
    const alarms = this.#list(maxAlarms);
    this.#expect(")");
    const least = percent === "%" ? (alarms.length * Number(number)) / 100 : Number(number);
    return (stateOf) => alarms.filter((alarm) => (stateOf(alarm) === state) !== isNegated).length >= least;
  }

  #state(): StateValue {
    const word = this.#word();
    const state = stateValues.find((candidate) => candidate === word.toUpperCase());
    if (state) return state;
    throw invalidRule(`${word} is neither ${stateValues.join(", ")}, AT_LEAST, TRUE nor FALSE`);
  }

  /** Names of alarms in parentheses. */
  #list(max: number): string[] {
    this.#expect("(");
    const alarms = [this.#alarm()];
    while (alarms.length < max && this.#takes(",")) alarms.push(this.#alarm());
    this.#expect(")");
    return alarms;
  }

  #alarm(): string {
    const alarm = alarmName(this.#word());
    this.alarms.add(alarm);
    return alarm;
  }

  #word(): string {
    const read = this.#tokens[this.#next];
    if (!read || (!read.isQuoted && /^[(),]$/.test(read.text))) {
      throw invalidRule(`${read?.text ?? "the end"} was not expected`);
    }
    this.#next += 1;
    return read.text;
  }

  #takes(word: string): boolean {
    const read = this.#tokens[this.#next];
    if (!read || read.isQuoted || read.text.toUpperCase() !== word) return false;
    this.#next += 1;
    return true;
  }

  #expect(sign: string): void {
    if (this.#takes(sign)) return;
    throw invalidRule(`${sign} was expected before ${this.#tokens[this.#next]?.text ?? "the end"}`);
  }
}

/** The name of an alarm that is named by its name or by its ARN. */
export function alarmName(nameOrArn: string): string {
  return /^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(nameOrArn)?.[1] ?? nameOrArn;
}
