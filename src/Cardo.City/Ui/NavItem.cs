namespace Cardo.Ui;

/// <summary>An entry of the page's head, offered by a room: <c>services.AddSingleton(new NavItem("/ops", "home.nav.ops", 50))</c>.</summary>
/// <param name="Href">where it leads</param>
/// <param name="TextKey">what it is called</param>
/// <param name="Order">entries stand in rising order; the map is 0</param>
public sealed record NavItem(string Href, string TextKey, int Order);
