namespace WebhookReceiver;

/// <summary>Options that contain further options, under names chosen by the operator or as a list.</summary>
internal static class OptionsNames
{
    /// <summary>The type of the options under those names or numbers; null when the property holds none.</summary>
    public static Type? NamedIn(Type property)
    {
        if (!property.IsGenericType)
        {
            return null;
        }

        var arguments = property.GetGenericArguments();

        return property.GetGenericTypeDefinition() == typeof(Dictionary<,>) ? arguments[1]
            : WrongShapes.IsList(property) && arguments[0] != typeof(string) ? arguments[0]
            : null;
    }
}
