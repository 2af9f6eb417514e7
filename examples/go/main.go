// Follows a run as a person: shows each event, votes on the gates that wait for this person, and ends with the run.
//
//	go run . -user grace -run release-hiqjqavj
//
// It takes the contract as JSON and subjects, and nothing of ours. Each line of an event begins with its sequence; whoever was
// interrupted goes on behind it with -from, and a broker that is away meanwhile costs nothing but the time.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
)

const (
	events  = "DOME.API.DIRECT.GET.RUN_EVENTS"
	patient = 5 * time.Second
	poll    = 2 * time.Second
)

type voter struct {
	connection           *nats.Conn
	run, verdict, reason string
	isWilling            bool
	votes                []vote
}

type vote struct {
	Gate    string `json:"gate"`
	Verdict string `json:"verdict"`
}

// What a gate that waits is shown as, as far as this program needs it.
type gate struct {
	RunID          string `json:"runId"`
	Gate           string `json:"gate"`
	Iteration      int    `json:"iteration"`
	EvidenceDigest string `json:"evidenceDigest"`
	Decision       struct {
		Rules []struct{ Expression, Value string }
	}
}

type event struct {
	Type string
	Data struct{ Result string }
}

func main() {
	server := flag.String("server", nats.DefaultURL, "where the broker is")
	user := flag.String("user", "", "a person")
	run := flag.String("run", "", "the run to follow")
	from := flag.Uint64("from", 1, "the sequence to go on from")
	verdict := flag.String("verdict", "approve", "approve or reject")
	yes := flag.Bool("yes", false, "votes without a question")
	reason := flag.String("reason", "seen by a program", "is recorded with the vote")
	flag.Parse()
	connection, err := nats.Connect(*server,
		nats.UserInfo(*user, os.Getenv("NATS_PASSWORD")),
		// No other inbox is allowed.
		nats.CustomInboxPrefix("_INBOX_"+*user),
		nats.MaxReconnects(-1))
	if err != nil {
		fail(err)
	}
	defer connection.Close()
	who := &voter{connection: connection, run: *run, verdict: *verdict, reason: *reason, isWilling: *yes, votes: []vote{}}
	result, err := who.follow(*from)
	if err != nil {
		fail(err)
	}
	out, _ := json.Marshal(map[string]any{"runId": *run, "result": result, "votes": who.votes})
	fmt.Println(string(out))
	if result != "success" {
		os.Exit(1)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(2)
}

// Live messages are hints; what is shown comes from the stream, by sequence.
func (who *voter) follow(next uint64) (string, error) {
	news := make(chan *nats.Msg, 256)
	if _, err := who.connection.ChanSubscribe("dome.live.run.*."+who.run+".*", news); err != nil {
		return "", err
	}
	for hasRead := false; ; {
		sequence, found, err := who.readNext(next)
		switch {
		case err != nil && !(hasRead && passes(err)):
			return "", err
		case err != nil:
			fmt.Fprintf(os.Stderr, "%v; going on at %d\n", err, next)
		case found != nil:
			next = sequence + 1
			if result, err := who.see(sequence, found); result != "" || err != nil {
				return result, err
			}
		}
		hasRead = hasRead || err == nil
		if found == nil {
			select {
			case <-news:
			case <-time.After(poll):
			}
		}
	}
}

// The first stored event of the run at or after the sequence; none at the end.
func (who *voter) readNext(sequence uint64) (uint64, *event, error) {
	question := fmt.Sprintf(`{"seq":%d,"next_by_subj":"dome.evt.run.*.%s.*"}`, sequence, who.run)
	reply, err := who.connection.Request(events, []byte(question), patient)
	if err != nil {
		return 0, nil, err
	}
	if reply.Header.Get("Status") == "404" {
		return 0, nil, nil
	}
	stored, err := strconv.ParseUint(reply.Header.Get("Nats-Sequence"), 10, 64)
	if err != nil {
		return 0, nil, errors.New(reply.Header.Get("Description"))
	}
	found := &event{}
	return stored, found, json.Unmarshal(reply.Data, found)
}

// The result, once the run has ended.
func (who *voter) see(sequence uint64, found *event) (string, error) {
	parts := strings.Split(found.Type, ".")
	phase := parts[len(parts)-2]
	fmt.Fprintln(os.Stderr, sequence, phase)
	if phase == "approval-requested" {
		return "", who.vote(sequence)
	}
	return map[bool]string{true: found.Data.Result}[phase == "finished"], nil
}

// On what waits now: an event of the past may ask for what has been decided since.
func (who *voter) vote(sequence uint64) error {
	var waiting struct{ Gates []gate }
	question := map[string]any{"runId": who.run, "mine": true, "minSequence": sequence}
	if err := who.ask("gate.list", question, &waiting); err != nil {
		return err
	}
	if len(waiting.Gates) == 0 {
		fmt.Fprintln(os.Stderr, "  no gate of it waits for this person")
	}
	for _, one := range waiting.Gates {
		for _, rule := range one.Decision.Rules {
			fmt.Fprintf(os.Stderr, "  %s: %s\n", rule.Expression, rule.Value)
		}
		where := fmt.Sprintf("%s/%d", one.Gate, one.Iteration)
		if !who.wants(where) {
			continue
		}
		// The digest says what this person has seen: a vote on other evidence does not count.
		decision := map[string]any{"runId": one.RunID, "gate": one.Gate, "iteration": one.Iteration,
			"evidenceDigest": one.EvidenceDigest, "verdict": who.verdict, "reason": who.reason}
		var said struct{ Verdict, By string }
		if err := who.ask("gate.decide", decision, &said); err != nil {
			return err
		}
		fmt.Fprintln(os.Stderr, said.Verdict, where, "as", said.By)
		who.votes = append(who.votes, vote{where, said.Verdict})
	}
	return nil
}

func (who *voter) wants(where string) bool {
	if who.isWilling {
		return true
	}
	fmt.Fprintf(os.Stderr, "%s %s? [y/N]\n", who.verdict, where)
	var answer string
	_, err := fmt.Scanln(&answer)
	return err == nil && strings.EqualFold(answer, "y")
}

// A reply, or the problem that came instead of one. Every request may be sent again, so it is until there is an answer.
func (who *voter) ask(name string, question, answer any) error {
	body, err := json.Marshal(question)
	if err != nil {
		return err
	}
	for {
		reply, err := who.connection.Request("dome.svc.dome."+name, body, patient)
		if err == nil {
			err = read(reply, answer)
		}
		if !passes(err) {
			return err
		}
		fmt.Fprintf(os.Stderr, "%v; asking again\n", err)
		time.Sleep(poll)
	}
}

type problem struct{ Code, Detail string }

func (it problem) Error() string { return it.Code + ": " + it.Detail }

func read(reply *nats.Msg, answer any) error {
	if reply.Header.Get("Nats-Service-Error-Code") == "" {
		return json.Unmarshal(reply.Data, answer)
	}
	var said problem
	if err := json.Unmarshal(reply.Data, &said); err != nil {
		return err
	}
	return said
}

// What a broker or a plane that comes back ends by itself.
func passes(err error) bool {
	var said problem
	if errors.As(err, &said) {
		return said.Code == "UNAVAILABLE"
	}
	return errors.Is(err, nats.ErrTimeout) || errors.Is(err, nats.ErrNoResponders) || errors.Is(err, nats.ErrDisconnected)
}
