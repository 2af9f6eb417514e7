import type { TemplateProgram } from './template-program.ts';

const START = String.raw`# Compiles the program and becomes it. Go keeps what it compiled, so that this takes time only after a change. Where the
# machine of a daemon has no Go, build for it, git add the file, and name it in skill.yaml: command: [./bin/main].
set -euo pipefail
workspace=$PWD
# The folder of the skill is read only, and settings of the workspace must not change how it is compiled.
cd "$DOME_SKILL"
GOWORK=off GOFLAGS= GOTOOLCHAIN=local go build -trimpath -buildvcs=false -o "$TMPDIR/main" . || exit 2
cd "$workspace"
exec "$TMPDIR/main"
`;

const MODULE = `module skill

go 1.21
`;

const PROGRAM = String.raw`// A skill in Go. Exit code 0 is success, 1 says that the check did not hold, and any other that it broke.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

type input struct {
	Word string
	Most int
}

type output struct {
	Files int ${'`json:"files"`'}
	Marks int ${'`json:"marks"`'}
}

// In commands that are printed, these characters stand for themselves only when written like this.
var (
	text  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	value = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func main() {
	holds, err := run()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if !holds {
		os.Exit(1)
	}
}

func run() (bool, error) {
	// The input is JSON on standard input, with the defaults of the schema filled in.
	var given input
	if err := json.NewDecoder(os.Stdin).Decode(&given); err != nil {
		return false, err
	}
	workspace := os.Getenv("DOME_WORKSPACE")
	paths, err := filesBelow(workspace)
	if err != nil {
		return false, err
	}
	var found strings.Builder
	var made output
	for _, path := range paths {
		content, err := os.ReadFile(filepath.Join(workspace, path))
		if err != nil {
			return false, err
		}
		made.Files++
		for index, line := range linesOf(content) {
			if !strings.Contains(line, given.Word) {
				continue
			}
			made.Marks++
			fmt.Fprintf(&found, "%s:%d: %s\n", path, index+1, line)
			// An annotation: something that was found, with its place.
			fmt.Printf("::warning file=%s,line=%d,title=left to do::%s\n", value.Replace(path), index+1, text.Replace(line))
		}
		fmt.Printf("::progress value=%.2f::%d files\n", float64(made.Files)/float64(len(paths)), made.Files)
	}

	// Whatever else is printed is the log.
	fmt.Printf("%s: %d found, %d allowed\n", given.Word, made.Marks, given.Most)

	// A file for whoever comes next, the output, which gates may read, and a summary in Markdown for people.
	result, err := json.Marshal(made)
	if err != nil {
		return false, err
	}
	summary := fmt.Sprintf("**%d** left to do (files read: %d)\n", made.Marks, made.Files)
	for path, content := range map[string][]byte{
		filepath.Join(os.Getenv("DOME_ARTIFACTS"), "marks.txt"): []byte(found.String()),
		os.Getenv("DOME_OUTPUT"):                                result,
		os.Getenv("DOME_SUMMARY"):                               []byte(summary),
	} {
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return false, err
		}
	}
	return made.Marks <= given.Most, nil
}

func filesBelow(folder string) ([]string, error) {
	var paths []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		paths = append(paths, filepath.ToSlash(name))
		return err
	})
	return paths, err
}

// None in a file that is no text.
func linesOf(content []byte) []string {
	if bytes.IndexByte(content, 0) >= 0 {
		return nil
	}
	return strings.Split(strings.ReplaceAll(string(content), "\r\n", "\n"), "\n")
}
`;

export const GO_PROGRAM: TemplateProgram = {
  runs: '{ using: process, command: [bash, ./start.sh] }',
  files: [
    { path: 'main.go', text: PROGRAM, says: 'the program, in Go, with nothing but its standard library' },
    { path: 'go.mod', text: MODULE, says: 'its module' },
    { path: 'start.sh', text: START, says: 'compiles the program where it runs, and starts it' },
  ],
  needs: 'go and bash',
};
