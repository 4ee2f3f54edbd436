# Completion of WebhookReceiver for PowerShell: WebhookReceiver completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName WebhookReceiver, WebhookReceiver.exe -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    # The program is asked about what stands between its name and the cursor.
    $start = $commandAst.CommandElements[0].Extent.EndOffset
    $typed = $commandAst.Extent.Text.Substring($start - $commandAst.Extent.StartOffset)
    $line = $typed.PadRight($cursorPosition - $start).Substring(0, $cursorPosition - $start).TrimStart()

    & $commandAst.GetCommandName() "[suggest:$($line.Length)]" $line 2> $null | Where-Object { $_ } | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}
