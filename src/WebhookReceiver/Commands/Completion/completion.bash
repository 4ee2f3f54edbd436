# Completion of WebhookReceiver for bash: source <(WebhookReceiver completion bash)

_webhook_receiver() {
    local program=${COMP_WORDS[0]:-WebhookReceiver} line=${COMP_LINE:0:COMP_POINT} reply

    # The program is asked about what stands between its name and the cursor.
    line=${line#*"$program"}
    line=${line#"${line%%[![:space:]]*}"}

    # Bash gives the name as it was typed.
    program=${program/#\~\//$HOME/}
    COMPREPLY=()

    while IFS= read -r reply; do
        COMPREPLY+=("${reply%$'\r'}")
    done < <("$program" "[suggest:${#line}]" "$line" 2> /dev/null)
}

# Where the program knows nothing, as in --Inbox:Directory=/d, names of files.
complete -o default -F _webhook_receiver WebhookReceiver
