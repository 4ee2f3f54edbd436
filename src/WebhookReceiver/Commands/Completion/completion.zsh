#compdef WebhookReceiver
# Completion of WebhookReceiver for zsh, after compinit: source <(WebhookReceiver completion zsh)
# Or as the file _WebhookReceiver in a folder of $fpath.

_WebhookReceiver() {
    local program=${(Q)words[1]} line="${(j: :)words[2,CURRENT-1]}"
    local -a replies

    # The program is asked about what stands between its name and the cursor. Zsh gives the name as it was typed.
    program=${program/#\~\//$HOME/}
    line+=${line:+ }$PREFIX
    replies=("${(@f)$("$program" "[suggest:${#line}]" "$line" 2> /dev/null)}")
    replies=(${replies%$'\r'})

    if (( $#replies )); then
        compadd -- $replies
    else
        # Where the program knows nothing, as in --Inbox:Directory=/d, names of files.
        compset -P '*='
        _files
    fi
}

if [[ $funcstack[1] == _WebhookReceiver ]]; then
    _WebhookReceiver "$@"
else
    compdef _WebhookReceiver WebhookReceiver
fi
