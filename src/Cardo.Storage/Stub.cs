// Faces only, so that the rooms compile until Storage itself lands (then delete this file).
#pragma warning disable
using System.Reflection;
using Cardo.Kernel;
namespace Cardo.Storage;
public sealed class Db : IAsyncDisposable { public static Outcome<Db> Open(string s, string d) => throw null!; public T Read<T>(Func<Tx,T> w)=>throw null!; public T Write<T>(Func<Tx,T> w)=>throw null!; public ValueTask DisposeAsync()=>default; }
public sealed class Tx { public int Execute(string sql, object? args = null)=>0; public IReadOnlyList<T> Query<T>(string sql, object? args=null)=>[]; }
public static class Migrations { public static Outcome<int> Apply(Db db, Assembly a, string room)=>0; }
public sealed record LogOptions();
public sealed record Recovery(long Records, long Bytes, long TornTailBytes, double Seconds);
public interface ILogStream { byte Stream {get;} void Load(Db db); void Replay(long lsn, ReadOnlySpan<byte> p); object? Capture(); void Save(Tx tx, object c); }
public sealed class CityLog { public Lock Gate=new(); public static Outcome<CityLog> Open(string d, Db db, TimeProvider c, LogOptions o)=>throw null!; public void Register(ILogStream s){} public Recovery Start()=>throw null!; public long Append(byte s, ReadOnlySpan<byte> p)=>0; public ValueTask Durable(long l)=>default; public long TailLsn; public long DurableLsn; }
public sealed class SeriesHandle { public SeriesName Name; public Sample? Newest; public int Id; }
public sealed class SeriesStore : ILogStream { public SeriesStore(CityLog l){} public event Action<SeriesHandle,Sample>? Replayed; public SeriesHandle Open(SeriesName n)=>throw null!; public SeriesHandle? Find(SeriesName n)=>null; public long Append(SeriesHandle h, in Sample s)=>0; public byte Stream=>1; public void Load(Db db){} public void Replay(long lsn, ReadOnlySpan<byte> p){} public object? Capture()=>null; public void Save(Tx tx, object c){} }
