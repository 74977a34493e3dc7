// A broken world: exceptions for what stops the work. Not for bad data inside a readable file (result.hpp).
// Says nothing about who catches: a thread's end, a C callback, a request handler and main.
#pragma once

#include <stdexcept>
#include <string>

namespace cityweave::base {

/// Base of all errors thrown on purpose. The message is one line for people and names the file concerned.
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A file, folder or socket that cannot be opened, read or written.
class IoError : public Error {
public:
    using Error::Error;
};

/// A whole file that cannot be read as what it should be: wrong magic, version, checksum, structure.
class FormatError : public Error {
public:
    using Error::Error;
};

/// A request that cannot be carried out as asked: unknown network, impossible combination, missing data folder.
class ConfigError : public Error {
public:
    using Error::Error;
};

} // namespace cityweave::base
