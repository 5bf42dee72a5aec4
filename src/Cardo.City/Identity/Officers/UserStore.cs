using Microsoft.AspNetCore.Identity;

namespace Cardo.Identity.Officers;

/// <summary>
/// What ASP.NET Core's passkey handler asks of a user store, answered from our own tables. Officers are made, changed
/// and ended by <see cref="OfficerDesk"/> alone, so everything that would write is refused here.
/// </summary>
internal sealed class UserStore(OfficerDesk desk) : IUserPasskeyStore<Officer>
{
    public Task<string> GetUserIdAsync(Officer user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(Officer user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task<string?> GetNormalizedUserNameAsync(Officer user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Id);

    public Task<Officer?> FindByIdAsync(string userId, CancellationToken cancellationToken) => Task.FromResult(desk.Find(userId) is { EndedUs: null } officer ? officer : null);

    /// <summary>Nobody is looked for by name: names are not unique, and a name says nothing about who is asking.</summary>
    public Task<Officer?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => Task.FromResult<Officer?>(null);

    public Task<Officer?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) => Task.FromResult(desk.FindByCredential(credentialId));

    public Task<UserPasskeyInfo?> FindPasskeyAsync(Officer user, byte[] credentialId, CancellationToken cancellationToken) => Task.FromResult(desk.Passkey(user.Id, credentialId));

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Officer user, CancellationToken cancellationToken) => Task.FromResult<IList<UserPasskeyInfo>>([.. desk.Passkeys(user.Id)]);

    public Task AddOrUpdatePasskeyAsync(Officer user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw Elsewhere();

    public Task RemovePasskeyAsync(Officer user, byte[] credentialId, CancellationToken cancellationToken) => throw Elsewhere();

    public Task SetUserNameAsync(Officer user, string? userName, CancellationToken cancellationToken) => throw Elsewhere();

    public Task SetNormalizedUserNameAsync(Officer user, string? normalizedName, CancellationToken cancellationToken) => throw Elsewhere();

    public Task<IdentityResult> CreateAsync(Officer user, CancellationToken cancellationToken) => throw Elsewhere();

    public Task<IdentityResult> UpdateAsync(Officer user, CancellationToken cancellationToken) => throw Elsewhere();

    public Task<IdentityResult> DeleteAsync(Officer user, CancellationToken cancellationToken) => throw Elsewhere();

    static NotSupportedException Elsewhere() => new("officers are changed by OfficerDesk alone");

    public void Dispose()
    {
    }
}
