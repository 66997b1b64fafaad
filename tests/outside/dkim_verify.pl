# Verifies the mail on standard input with Mail::DKIM; public keys come from a file of lines "NAME TEXT".
# Prints one line a signature: its algorithm and the result; then "all" and the result of the whole.
use strict;
use warnings;
use Mail::DKIM::Verifier;
use Mail::DKIM::DNS;
use Net::DNS;

package Told;
sub new { my ($class, $file) = @_; my %known;
  open my $lines, '<', $file or die "$file: $!";
  while (<$lines>) { chomp; my ($name, $text) = split / /, $_, 2; $known{lc $name} = $text; }
  return bless { known => \%known }, $class; }
sub send { my ($self, $name, $type) = @_; my $packet = Net::DNS::Packet->new($name, $type);
  my $text = $self->{known}{lc $name};
  if (defined $text) { $packet->push(answer => Net::DNS::RR->new(
    name => $name, type => 'TXT', txtdata => [unpack '(A250)*', $text])); }
  else { $packet->header->rcode('NXDOMAIN'); }
  return $packet; }
sub errorstring { return 'NOERROR'; }

package main;
Mail::DKIM::DNS::resolver(Told->new($ARGV[0]));
my $verifier = Mail::DKIM::Verifier->new;
binmode STDIN;
while (<STDIN>) { $verifier->PRINT($_); }
$verifier->CLOSE;
print $_->algorithm, ' ', $_->result, "\n" for $verifier->signatures;
print 'all ', $verifier->result, "\n";
