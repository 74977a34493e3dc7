// Holds nothing: CMake makes a precompiled header only beside a source file that uses it.
