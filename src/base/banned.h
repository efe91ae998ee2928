/* banned: names that no stage may use, included last in every .c file. Time comes from
 * the run's as_of, text through buf and arena, numbers through str_int and dec_parse. */
#ifndef BANNED_H
#define BANNED_H

#pragma GCC poison strcpy strcat sprintf vsprintf strtok atoi atol atof gets
#pragma GCC poison localtime gmtime mktime rand srand setlocale

#endif
