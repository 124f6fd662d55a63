import { PassThrough } from "node:stream";
import { expect } from "chai";
import { askOnTerminal } from "../../../cli/pki/prompt";
import { Interrupted } from "../../../sandbox/interruption";

describe("a question for a passphrase", () => {
  const ask = async (...keys: string[]) => {
    const modes: boolean[] = [];
    const keyboard = Object.assign(new PassThrough(), {
      setRawMode: (raw: boolean) => modes.push(raw),
    });
    const screen = new PassThrough();
    const answer = askOnTerminal("Passphrase: ", keyboard, screen).catch((error: unknown) => error);
    for (const key of keys) keyboard.write(key);
    const result = keys.length === 0 ? (keyboard.end(), await answer) : await answer;
    const exitCode = process.exitCode;
    process.exitCode = undefined;
    return { result, modes, exitCode, shown: (screen.read() as Buffer).toString() };
  };

  it("takes what is typed up to the end of the line, and shows none of it", async () => {
    for (const keys of [["secret\r"], ["sec", "ret", "\n"], ["s", "x\u007f", "ecret", "\u0004"]]) {
      const { result, modes, shown } = await ask(...keys);
      expect(result).to.equal("secret");
      expect(shown).to.equal("Passphrase: \n");
      expect(modes).to.deep.equal([true, false]);
    }
  });

  it("can be followed by another one", async () => {
    const keyboard = Object.assign(new PassThrough(), { setRawMode: () => undefined });
    const screen = new PassThrough();
    for (const secret of ["first", "second"]) {
      const answer = askOnTerminal("Passphrase: ", keyboard, screen);
      keyboard.write(`${secret}\r`);
      expect(await answer).to.equal(secret);
    }
  });

  it("ends at Ctrl-C, and gives the terminal back", async () => {
    const { result, modes, exitCode } = await ask("sec", "\u0003");
    expect(result).to.be.instanceOf(Interrupted);
    expect(modes).to.deep.equal([true, false]);
    expect(exitCode).to.equal(130);
  });

  it("ends when the terminal goes away", async () => {
    expect((await ask()).result).to.be.instanceOf(Interrupted);
  });
});
