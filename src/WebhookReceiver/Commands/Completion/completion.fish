# Completion of WebhookReceiver for fish: WebhookReceiver completion fish | source

function __webhook_receiver_complete
    # The program is asked about what stands between its name and the cursor. Fish gives the name as it was typed.
    set -l program (commandline --current-process --tokenize)[1]
    set -l line (commandline --current-process --cut-at-cursor | string collect --no-trim-newlines)
    set line (string replace --regex '^\s*(\\\\.|[^\s\\\\])+\s*' '' -- $line | string collect --no-trim-newlines)
    set line (string trim --right --chars \n -- $line)
    set program (string replace --regex '^~/' "$HOME/" -- $program)
    set -l at (string length -- "$line")
    $program "[suggest:$at]" "$line" 2>/dev/null
end

complete --command WebhookReceiver --no-files --arguments '(__webhook_receiver_complete)'
